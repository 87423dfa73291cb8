// Orama: a full-text and vector engine in TypeScript.

import { create, insertMultiple, search } from "@orama/orama";
import { version } from "../install.mjs";

export const name = "Orama";
export const module = "@orama/orama";
export const settings = {
  typed: "tolerance: 1, boost: { title: 2 }",
  prose: "boost: { title: 2 }",
};

export const installed = () => version("@orama/orama");

export async function open(docs) {
  const database = create({ schema: { title: "string", text: "string", authors: "string" } });
  await insertMultiple(database, docs, 500);
  const answer = async (query, limit, mode) => {
    const options = mode === "typed" ? { tolerance: 1 } : {};
    const { hits } = await search(database, { term: query, limit, boost: { title: 2 }, ...options });
    return hits.map(({ document }) => document.id);
  };
  return { search: answer };
}
