// A client of Citewell's API in a page: what the types of `api.d.ts` are for.

import type { components } from "./api.js";

type Schemas = components["schemas"];
export type Article = Schemas["ArticlePage"];
export type Block = Article["body"][number];
export type Page =
  | Article
  | Schemas["ArticleIndexPage"]
  | Schemas["HomePage"]
  | Schemas["StandardPage"];
export type Found = { page: Page } | { redirect: { to: string; permanent: boolean } } | null;

// A refusal of the API. Its message names the parameter that is wrong.
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

async function ask<T>(root: string, path: string, query: Record<string, string>): Promise<T> {
  const response = await fetch(`${root}${path}?${new URLSearchParams(query)}`);
  const body: unknown = await response.json();
  if (!response.ok) {
    throw new Refused(response.status, (body as Schemas["Error"]).message);
  }
  return body as T;
}

export function isArticle(page: Page): page is Article {
  return page.meta.type === "articles.ArticlePage";
}

// What stands at a path of the website: a page, where it has gone, or null.
export async function at(root: string, path: string): Promise<Found> {
  try {
    const found = await ask<Page | { redirect: { to: string; permanent: boolean } }>(
      root,
      "route/",
      { path },
    );
    return "redirect" in found ? found : { page: found };
  } catch (error) {
    if (error instanceof Refused && error.status === 404) {
      return null;
    }
    throw error;
  }
}

// Every article, walked page by page, with these fields and no others.
export async function* articles<Field extends keyof Article>(
  root: string,
  fields: Field[],
): AsyncGenerator<Pick<Article, Field>> {
  let cursor: string | null = "";
  while (cursor !== null) {
    const list: { meta: { next_cursor: string | null }; items: Pick<Article, Field>[] } =
      await ask(root, "pages/", {
        type: "articles.ArticlePage",
        fields: ["_", ...fields].join(","),
        limit: "20",
        cursor,
      });
    yield* list.items;
    cursor = list.meta.next_cursor;
  }
}
