"""The page of what is not there to one that finds its site: it is shown at any address, below whatever path that lies.

MkDocs leads from it to the root of the host, unless the site's address is among its settings.
"""

from __future__ import annotations

import re

# Looks for the site from where it is shown upwards, before anything of it is loaded.
LOOK = """<script>
for (let base = new URL(".", location); ; base = new URL("..", base)) {
  const look = new XMLHttpRequest();
  look.open("HEAD", new URL("sitemap.xml", base), false);
  try { look.send() } catch { break }
  if (look.status === 200 && /xml/.test(look.getResponseHeader("Content-Type")) || base.pathname === "/") {
    document.head.append(Object.assign(document.createElement("base"), { href: base }));
    break;
  }
}
</script>"""
TELL = """<script>
{
  const told = document.getElementById("__config"), config = JSON.parse(told.textContent);
  config.base = document.baseURI;
  config.search = new URL(config.search, document.baseURI).href;
  told.textContent = JSON.stringify(config);
}
</script>"""
SCOPE = '__md_scope=new URL("/",location)'


HEADING = "<h1>404 - Not found</h1>"
HOME = re.compile(r'<a href="([^"]+)"[^>]* class="md-header__button md-logo"')
TOLD = """
<p>Nothing lies at this address: it may be mistyped, or the page has moved or is no more. The search above finds every
page by its words, and <a href="{home}">the home page</a> leads to all.</p>"""


def leading_on(page: str) -> str:
    """The page with a sentence below its heading that says where to go on."""
    home = HOME.search(page)
    return page.replace(HEADING, HEADING + TOLD.format(home=home[1]), 1) if home else page


def finding_its_site(page: str) -> str:
    """The page with addresses that begin at the site instead of at the host."""
    page = re.sub(r'(?<=(?:href|.src)=")/(?!/)', "./", re.sub(r'(?<="search": ")/(?!/)', "", page))
    page = page.replace(SCOPE, '__md_scope=new URL(".",document.baseURI)', 1)
    page = page.replace("<head>", f"<head>\n{LOOK}", 1)
    return re.sub(
        r'(<script id="__config".*?</script>)', lambda found: f"{found[1]}\n{TELL}", page, count=1, flags=re.S
    )
