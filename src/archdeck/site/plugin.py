"""`plugins: [archdeck]` in mkdocs.yml to the events of `hooks`, with the settings of the plugin."""

from __future__ import annotations

from mkdocs.config.base import Config
from mkdocs.config.config_options import ListOfItems, Type
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, CombinedEvent

from archdeck.site import hooks
from archdeck.site.following import MODEL

STYLES, SCRIPTS = ("systems/assets/pictures.css",), ("systems/assets/archdeck.js",)
EXTENSIONS = ("attr_list", "md_in_html", "tables")  # that the pages are written with


class Settings(Config):  # type: ignore[no-untyped-call]
    """`model` is the folder of the models, as seen from that of mkdocs.yml, `systems` those in it that are shown, or
    all, and `diagrams` the folder in which pictures and talks are kept as files."""

    model = Type(str, default=MODEL)
    systems = ListOfItems(Type(str), default=[])
    diagrams = Type(str, default="diagrams")


class ArchdeckPlugin(BasePlugin[Settings]):  # type: ignore[no-untyped-call]
    """Draws before pages are read, gives them their place in the navigation, and follows the model under a server."""

    supports_multiple_instances = False
    on_startup = staticmethod(hooks.on_startup)
    on_files = staticmethod(hooks.on_files)
    on_nav = staticmethod(hooks.on_nav)
    on_env = staticmethod(hooks.on_env)
    on_pre_page = staticmethod(hooks.on_pre_page)
    on_page_content = staticmethod(hooks.on_page_content)
    on_page_context = CombinedEvent(*map(staticmethod, hooks.on_page_context.methods))
    on_post_page = staticmethod(hooks.on_post_page)
    on_post_template = staticmethod(hooks.on_post_template)
    on_post_build = CombinedEvent(*map(staticmethod, hooks.on_post_build.methods))
    on_serve = staticmethod(hooks.on_serve)
    on_shutdown = staticmethod(hooks.on_shutdown)

    def on_config(self, config: MkDocsConfig) -> None:
        """What the project's `build.py` does, and what the mkdocs.yml of a project has besides."""
        asked = self.config
        hooks.settings = hooks.Settings(asked.model, asked.systems, asked.diagrams, guest=True)
        for wanted, there in ((STYLES, config.extra_css), (SCRIPTS, config.extra_javascript)):
            there[:0] = [name for name in wanted if name not in map(str, there)]
        config.markdown_extensions += [name for name in EXTENSIONS if name not in config.markdown_extensions]
        hooks.on_config(config)
