// Renders an article as HTML. A kind of block that is missing here is an error of the compiler.

import type { Article, Block, CallToAction, Image, Link, Page, Settings } from "./citewell.js";

export function escape(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

export function picture(image: Image, alt = image.alt, sizes = "100vw"): string {
  const sources = Object.entries(image.srcset).map(
    ([format, srcset]) =>
      `<source type="image/${format}" srcset="${escape(srcset)}" sizes="${escape(sizes)}">`,
  );
  const { x, y } = image.focal_point ?? { x: image.width / 2, y: image.height / 2 };
  const centre = `${(100 * x) / image.width}% ${(100 * y) / image.height}%`;
  return `<picture>${sources.join("")}<img src="${escape(image.src)}" alt="${escape(alt)}"
    width="${image.width}" height="${image.height}" style="object-position: ${centre}"></picture>`;
}

export function callToAction(cta: CallToAction): string {
  return `<aside><h2>${escape(cta.heading)}</h2><p>${escape(cta.text)}</p>
    <a href="${escape(cta.href)}">${escape(cta.button_label)}</a></aside>`;
}

export function block(block: Block): string {
  switch (block.type) {
    case "text":
      return block.value.content;
    case "quote": {
      const { text, attribution } = block.value;
      const source = attribution ? `<footer>${escape(attribution)}</footer>` : "";
      return `<blockquote><p>${escape(text)}</p>${source}</blockquote>`;
    }
    case "citation": {
      const { usage, text, locator, formatted, href } = block.value;
      const words = usage === "quotation" ? `<blockquote>${escape(text)}</blockquote>` : escape(text);
      const source = href ? `<a href="${escape(href)}">${escape(formatted)}</a>` : escape(formatted);
      return `<div>${words} <p>${source} ${escape(locator)}</p></div>`;
    }
    case "author_bio": {
      const { author, note } = block.value;
      return author ? `<p><b>${escape(author.name)}</b> ${escape(note)}</p>` : "";
    }
    case "cta":
      return block.value.call_to_action ? callToAction(block.value.call_to_action) : "";
    case "image": {
      const { image, alt, caption, credit } = block.value;
      return image
        ? `<figure>${picture(image, alt)}<figcaption>${escape(caption)} ${escape(credit)}</figcaption></figure>`
        : "";
    }
    case "table": {
      const { caption, header, first_column_is_header, rows } = block.value;
      const row = (cells: string[], isHeader: boolean) =>
        `<tr>${cells
          .map((cell, column) =>
            isHeader || (first_column_is_header && column === 0)
              ? `<th>${escape(cell)}</th>`
              : `<td>${escape(cell)}</td>`,
          )
          .join("")}</tr>`;
      const head = header ? row(header, true) : "";
      return `<table><caption>${escape(caption)}</caption>${head}${rows.map((cells) => row(cells, false)).join("")}</table>`;
    }
    case "embed":
      return `<p><a href="${escape(block.value.url)}">${escape(block.value.title)}</a> ${escape(block.value.caption)}</p>`;
    default:
      return unknown(block);
  }
}

// A newer API may know kinds that this client does not: readers miss that block and no more.
function unknown(_block: never): string {
  return "";
}

export function article(page: Article): string {
  return [
    ...page.ctas.top.map(callToAction),
    `<article><h1>${escape(page.title)}</h1>`,
    `<p>${escape(page.summary)}</p>`,
    `<p>${escape(page.authors.map((author) => author.name).join(", "))}</p>`,
    page.lead_image ? picture(page.lead_image) : "",
    ...page.body.map(block),
    "</article>",
    ...page.ctas.sidebar.map(callToAction),
    ...page.ctas.bottom.map(callToAction),
  ].join("\n");
}

// The <head> that the website has for the page.
export function head({ seo, json_ld }: Page): string {
  const { image, ...og } = seo.open_graph;
  const meta = (attribute: "name" | "property", key: string, value: string | number | null) =>
    value === null || value === "" ? "" : `<meta ${attribute}="${key}" content="${escape(`${value}`)}">`;
  return [
    `<title>${escape(seo.title)}</title>`,
    meta("name", "description", seo.description),
    meta("name", "robots", seo.robots),
    ...seo.authors.map((name) => meta("name", "author", name)),
    seo.canonical ? `<link rel="canonical" href="${escape(seo.canonical)}">` : "",
    meta("property", "og:url", seo.canonical),
    meta("property", "og:description", seo.description),
    meta("property", "og:type", og.type),
    meta("property", "og:title", og.title),
    meta("property", "og:site_name", og.site_name),
    meta("property", "og:image", image && image.url),
    meta("property", "og:image:width", image && image.width),
    meta("property", "og:image:height", image && image.height),
    meta("property", "og:image:alt", image && image.alt),
    meta("property", "article:published_time", og.published_time),
    meta("property", "article:modified_time", og.modified_time),
    ...og.tags.map((tag) => meta("property", "article:tag", tag)),
    meta("name", "twitter:card", seo.twitter_card),
    ...json_ld.map((object) => `<script type="application/ld+json">${forScript(object)}</script>`),
  ]
    .filter(Boolean)
    .join("\n");
}

// JSON in which nothing ends a script element.
function forScript(value: object): string {
  return JSON.stringify(value).replace(
    /[<>&]/g,
    (sign) => `\\u00${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function link({ href, label }: Link): string {
  return `<a href="${escape(href)}">${escape(label)}</a>`;
}

function list(items: string[]): string {
  return items.length ? `<ul>${items.map((item) => `<li>${item}</li>`).join("")}</ul>` : "";
}

export function navigation(settings: Settings): string {
  const items = settings.navigation.map((item) => link(item) + list(item.children.map(link)));
  return `<nav>${list(items)}</nav>`;
}

export function footer({ footer, social_links }: Settings): string {
  const social = social_links.map(({ href, label }) => `<a href="${escape(href)}">${escape(label)}</a>`);
  return `<footer>${footer.html}${list(footer.links.map(link))}${list(social)}</footer>`;
}

// A whole document. `language` is that of the site's content.
export function html(page: Article, settings: Settings, language = "en"): string {
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">`,
    head(page),
    `</head><body><header>${escape(settings.name)} ${navigation(settings)}</header><main>`,
    article(page),
    `</main>${footer(settings)}</body></html>`,
  ].join("\n");
}
