// Renders an article as HTML. A kind of block that is missing here is an error of the compiler.

import type { Article, Block } from "./citewell.js";

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function picture(image: NonNullable<Article["lead_image"]>): string {
  const sources = Object.entries(image.srcset).map(
    ([format, srcset]) => `<source type="image/${format}" srcset="${escape(srcset)}">`,
  );
  const size = `width="${image.width}" height="${image.height}"`;
  return `<picture>${sources.join("")}<img src="${escape(image.src)}" alt="${escape(image.alt)}" ${size}></picture>`;
}

export function block(block: Block): string {
  switch (block.type) {
    case "text":
      return block.value.content;
    case "quote":
      return `<blockquote><p>${escape(block.value.text)}</p></blockquote>`;
    case "citation": {
      const { formatted, href, text, locator } = block.value;
      const source = href ? `<a href="${escape(href)}">${escape(formatted)}</a>` : escape(formatted);
      return `<p>${escape(text)} ${source} ${escape(locator)}</p>`;
    }
    case "author_bio":
      return block.value.author
        ? `<p>${escape(block.value.author.name)}: ${escape(block.value.note)}</p>`
        : "";
    case "cta": {
      const cta = block.value.call_to_action;
      return cta ? `<p><a href="${escape(cta.href)}">${escape(cta.button_label)}</a></p>` : "";
    }
    case "image":
      return block.value.image
        ? `<figure>${picture(block.value.image)}<figcaption>${escape(block.value.caption)}</figcaption></figure>`
        : "";
    case "table": {
      const cells = (row: string[]) => row.map((cell) => `<td>${escape(cell)}</td>`).join("");
      const rows = [...(block.value.header ? [block.value.header] : []), ...block.value.rows];
      return `<table>${rows.map((row) => `<tr>${cells(row)}</tr>`).join("")}</table>`;
    }
    case "embed":
      return `<p><a href="${escape(block.value.url)}">${escape(block.value.title)}</a></p>`;
    default:
      return unknown(block);
  }
}

// A newer API may know kinds that this client does not: readers miss that block and no more.
function unknown(_block: never): string {
  return "";
}

export function article(page: Article): string {
  const byline = page.authors.map((author) => author.name).join(", ");
  return [
    `<article lang="en"><h1>${escape(page.title)}</h1>`,
    `<p>${escape(page.summary)}</p><p>${escape(byline)}</p>`,
    page.lead_image ? picture(page.lead_image) : "",
    ...page.body.map(block),
    "</article>",
  ].join("\n");
}
