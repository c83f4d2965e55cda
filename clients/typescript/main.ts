// node build/main.js http://localhost:8000/api/v2/ [/articles/some-article/]
// Prints the title of every article, or one article as HTML.

import { Citewell, isArticle } from "./citewell.js";
import { html } from "./render.js";

const [root, path] = process.argv.slice(2);
if (!root) {
  throw new Error("Say where the API is, such as http://localhost:8000/api/v2/.");
}
const cms = new Citewell(root);
if (path) {
  const found = await cms.at(path);
  if (found === null) {
    console.log("There is nothing at this path.");
  } else if ("redirect" in found) {
    console.log(`It has moved to ${found.redirect.to}.`);
  } else if (isArticle(found.page)) {
    console.log(html(found.page, await cms.settings()));
  } else {
    console.log(`This is a page of the type ${found.page.meta.type}: ${found.page.title}.`);
  }
} else {
  for await (const { title } of cms.articles(["title"])) {
    console.log(title);
  }
}
