// SPDX-License-Identifier: Apache-2.0
// The shipped facts and what people ask of them as a folder for `lurus eval`, so that the weights are fitted for a small
// base too, not for large ones only: node tests/shipped/folder.js DIR, then lurus eval --fit OUT FOLDER… DIR DIR … (as
// often as it shall count; the shipped weights had it twenty times beside three folders of 11,000 facts).
// A question is right with any statement of the fact that ask.tsv names, in any language.
"use strict";
const fs = require("fs");
const path = require("path");

const root = path.join(__dirname, "..", "..");
const out = process.argv[2];
if (!out) {
    console.error("usage: node tests/shipped/folder.js DIR");
    process.exit(2);
}

const folder = path.join(root, "intents", "facts");
const lines = fs.readdirSync(folder).filter((name) => name.endsWith(".jsonl")).sort()
    .flatMap((name) => fs.readFileSync(path.join(folder, name), "utf8").split("\n").filter((line) => line.trim()));
const facts = lines.map((line) => JSON.parse(line));

// Facts that say the same: joined by what they supersede or translate.
const parents = new Map(facts.map((fact) => [fact.id, fact.id]));
const first = (id) => (parents.get(id) === id ? id : first(parents.get(id)));
for (const fact of facts)
    for (const other of [fact.supersedes, fact.translation_of])
        if (parents.has(other)) parents.set(first(fact.id), first(other));

const queries = [], judgements = [], none = [];
fs.readFileSync(path.join(__dirname, "ask.tsv"), "utf8").split("\n").forEach((line, number) => {
    const [query, , expected, what] = line.split("\t");
    if (!line || line.startsWith("#") || /intent|link/.test(expected)) return;
    if (parents.has(what)) {
        queries.push(`ask-${number}\t${query}`);
        for (const fact of facts) if (first(fact.id) === first(what)) judgements.push(`ask-${number}\t${fact.id}`);
    } else if (/none/.test(expected)) none.push(`none-${number}\t${query}`);
});

fs.mkdirSync(out, { recursive: true });
const write = (name, rows) => fs.writeFileSync(path.join(out, name), rows.map((row) => row + "\n").join(""));
write("facts.jsonl", lines);
write("ask.queries.tsv", queries);
write("ask.qrels.tsv", judgements);
write("none.queries.tsv", none);
