// A client of Citewell's API in a page: what the types of `api.d.ts` are for.

import type { components } from "./api.js";

type Schemas = components["schemas"];
export type Article = Schemas["ArticlePage"];
export type Page =
  | Article
  | Schemas["ArticleIndexPage"]
  | Schemas["HomePage"]
  | Schemas["StandardPage"];
export type Block = Article["body"][number];
export type CallToAction = Schemas["CallToActionData"];
export type Image = Schemas["ImageData"];
export type Link = Schemas["LinkData"];
export type Settings = Schemas["Site"];

export type Redirect = Schemas["MovedAnswer"];
export type Found = { page: Page } | Redirect | null;
export type Listed<Field extends keyof Article> = Pick<Article, Field> & {
  meta: { html_url: string | null };
};
export type Hit = { id: number; title: string; html_url: string | null; highlights: string[] };

// A refusal of the API. Its message names the parameter that is wrong.
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

export class Citewell {
  // `root` is the API's address, such as "https://cms.example.org/api/v2/".
  // `fetcher` stands in for fetch, to keep answers or to add headers.
  constructor(
    readonly root: string,
    readonly fetcher: (url: string) => Promise<Response> = (url) => fetch(url),
  ) {}

  // What stands at a path of the website: a page, where it has gone, or null.
  async at(path: string): Promise<Found> {
    try {
      const found = await this.ask<Page | Redirect>("route/", { path });
      return "redirect" in found ? found : { page: found };
    } catch (error) {
      if (error instanceof Refused && error.status === 404) {
        return null;
      }
      throw error;
    }
  }

  // What stands around every page: name, navigation, footer, publisher.
  settings(): Promise<Settings> {
    return this.ask("settings/find/");
  }

  // Every article, walked part by part, with its address and these fields and no others.
  // `filters` are parameters of the list, such as {topic: "reading"}.
  async *articles<Field extends Exclude<keyof Article, "meta">>(
    fields: Field[],
    filters: Record<string, string> = {},
  ): AsyncGenerator<Listed<Field>> {
    let cursor: string | null = "";
    while (cursor !== null) {
      const list: { meta: { next_cursor: string | null }; items: Listed<Field>[] } =
        await this.ask("pages/", {
          ...filters,
          type: "articles.ArticlePage",
          fields: ["_", "html_url", ...fields].join(","),
          limit: "100",
          cursor,
        });
      yield* list.items;
      cursor = list.meta.next_cursor;
    }
  }

  // The pages that answer these words, best first. `highlights` are HTML that is safe to show.
  async search(words: string): Promise<Hit[]> {
    type Item = Pick<Hit, "id" | "title"> & { meta: Pick<Hit, "html_url" | "highlights"> };
    const list = await this.ask<{ items: Item[] }>("pages/", { search: words, highlights: "true" });
    return list.items.map(({ id, title, meta }) => ({
      id,
      title,
      html_url: meta.html_url,
      highlights: meta.highlights,
    }));
  }

  // Any answer of the API; the caller says of what type it is.
  async ask<Answer>(path: string, query: Record<string, string> = {}): Promise<Answer> {
    const url = new URL(path, this.root);
    url.search = new URLSearchParams(query).toString();
    const response = await this.fetcher(url.href);
    const body: unknown = await response.json();
    if (!response.ok) {
      throw new Refused(response.status, (body as Schemas["Error"]).message);
    }
    return body as Answer;
  }
}

export function isArticle(page: Page): page is Article {
  return page.meta.type === "articles.ArticlePage";
}

// A `fetcher` that keeps every answer, and asks the API only whether it still holds.
export function remembering(): (url: string) => Promise<Response> {
  const kept = new Map<string, Response>();
  return async (url) => {
    const known = kept.get(url);
    const etag = known?.headers.get("ETag");
    const response = await fetch(url, { headers: etag ? { "If-None-Match": etag } : {} });
    if (known && response.status === 304) {
      return known.clone();
    }
    if (response.ok) {
      kept.set(url, response.clone());
    }
    return response;
  };
}
