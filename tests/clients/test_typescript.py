"""The TypeScript client: types of the description, compiled strictly, reading a live server."""

import shutil
import subprocess

import fasteners
import pytest
from django.conf import settings
from wagtail.contrib.redirects.models import Redirect

from tests import builders, guide, samples, tools
from tests.home.test_load_demo import load

pytestmark = [pytest.mark.node, pytest.mark.npm]
CLIENT = settings.BASE_DIR / "clients/typescript"
IN_GUIDE = {f"guide_{n}": example for n, example in enumerate(guide.examples("ts"), start=1)}


def run(*command, folder=CLIENT):
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def client_folder(tmp_path_factory):
    """A copy of the client with the packages that its lock file names, and the guide's examples."""
    tools.program("npm")
    with fasteners.InterProcessLock(settings.BASE_DIR / ".pytest_cache/npm.lock"):
        installed = CLIENT / "node_modules/.package-lock.json"
        wanted = CLIENT / "package-lock.json"
        if not installed.exists() or installed.stat().st_mtime < wanted.stat().st_mtime:
            run(tools.program("npm"), "ci", "--no-audit", "--no-fund")
            installed.touch()
    copy = tmp_path_factory.mktemp("clients") / "typescript"
    shutil.copytree(CLIENT, copy, ignore=shutil.ignore_patterns("node_modules", "build"))
    shutil.copy(CLIENT.parent / "openapi.json", copy.parent)
    (copy / "node_modules").symlink_to(CLIENT / "node_modules")
    for name, example in IN_GUIDE.items():
        (copy / f"{name}.ts").write_text(example.code)
    return copy


@pytest.fixture(scope="session")
def built(client_folder):
    run(tools.program("npm"), "run", "build", folder=client_folder)
    return client_folder / "build/main.js"


def consumed(built, site, *arguments):
    return run(tools.program("node"), str(built), f"{site}/api/v2/", *arguments)


def test_types_are_those_of_the_description(client_folder):
    run(tools.program("npm"), "run", "types", folder=client_folder)
    made = (client_folder / "api.d.ts").read_text()
    assert made == (CLIENT / "api.d.ts").read_text(), "Make them anew: make contract"


def test_forgotten_kind_of_block_does_not_compile(client_folder):
    source = client_folder / "render.ts"
    kept = source.read_text()
    source.write_text(kept.replace('case "quote":', 'case "quote" as never:'))
    try:
        done = subprocess.run(
            [tools.program("npm"), "run", "check"],
            cwd=client_folder,
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        source.write_text(kept)
    assert done.returncode != 0
    assert "render.ts" in done.stdout


def test_it_walks_every_article(live_site, built):
    titles = {builders.make_article(title=f"Study {number}").title for number in range(25)}
    assert sorted(consumed(built, live_site).splitlines()) == sorted(titles)


def test_it_renders_an_article_from_its_path(live_site, built):
    article = samples.full_article()
    printed = consumed(built, live_site, article.url)
    assert f"<h1>{article.title}</h1>" in printed
    for block in article.content:
        if block.block_type == "quote":
            assert block.value["text"] in printed
        if block.block_type == "citation":
            assert block.value.href in printed


def test_it_follows_what_has_moved_and_tells_what_is_not_there(live_site, built):
    article = builders.make_article()
    Redirect.add_redirect("/old/", redirect_to=article, is_permanent=True)
    assert article.url in consumed(built, live_site, "/old/")
    assert "nothing" in consumed(built, live_site, "/never/")


def test_it_asks_again_only_whether_an_answer_still_holds(live_site, built):
    script = """
      import { Citewell, remembering } from "./citewell.js";
      const ask = fetch;
      globalThis.fetch = async (...request) => {
        const response = await ask(...request);
        console.log(response.status);
        return response;
      };
      const cms = new Citewell(process.argv[1], remembering());
      const answers = [await cms.settings(), await cms.settings(), await cms.settings()];
      console.log(new Set(answers.map((answer) => JSON.stringify(answer))).size);
    """
    node = [tools.program("node"), "--input-type=module", "--eval", script]
    printed = run(*node, f"{live_site}/api/v2/", folder=built.parent)
    assert printed.split() == ["200", "304", "304", "1"]


def test_every_example_of_the_guide_prints_what_the_guide_says(
    live_site, client_folder, built, monkeypatch
):
    monkeypatch.setattr("library.pictures.WIDTHS", (400,))
    load()
    differing = {}
    for name, example in IN_GUIDE.items():
        if example.printed:
            script = built.parent / f"{name}.js"
            script.write_text(script.read_text().replace(guide.SITE, str(live_site)))
            printed = run(tools.program("node"), str(script))
            if not guide.same_text(example.printed.replace(guide.SITE, str(live_site)), printed):
                differing[name] = printed
    assert not differing


def test_the_guide_shows_pictures_as_the_client_renders_them():
    shown = [example.code for example in IN_GUIDE.values() if "function picture" in example.code]
    assert [code.partition("\n\n")[2] in (CLIENT / "render.ts").read_text() for code in shown] == [
        True
    ]
