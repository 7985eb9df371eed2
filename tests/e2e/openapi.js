// SPDX-License-Identifier: Apache-2.0
// Judges a JSON body by a schema of an OpenAPI file. Reads as much of YAML, and knows as much of JSON Schema, as Meta's
// own description of the Cloud API uses.
'use strict';
const fs = require('fs');

// --- YAML: block maps and lists, plain and quoted scalars over several lines, block scalars (their text is not kept)

const indentOf = (line) => line.length - line.trimStart().length;
const constants = { true: true, false: false, null: null, '~': null, '[]': [], '{}': {}, '': null };

function scalar(text) {
    if (text in constants) return constants[text];
    if (/^-?[0-9]+(\.[0-9]+)?$/.test(text)) return Number(text);
    if (text.startsWith("'")) return text.slice(1, -1).replace(/''/g, "'");
    if (text.startsWith('"')) return JSON.parse(text);
    return text;
}

const isOpenQuote = (text) => (/^'/.test(text) && !/^'([^']|'')*'$/.test(text)) || (/^"/.test(text) && !/^"([^"\\]|\\.)*"$/.test(text));

class Reader {
    constructor(text) {
        this.lines = text.split('\n').filter((line) => line.trim() !== '' && !/^\s*#/.test(line));
        this.at = 0;
    }

    get indent() {
        return this.at < this.lines.length ? indentOf(this.lines[this.at]) : -1;
    }

    // The value after a colon or dash; further lines of it stand deeper than `indent`.
    value(text, indent) {
        if (/^[|>]/.test(text)) {
            while (this.indent > indent) this.at++;
            return '';
        }
        if (text === '') {
            const isList = this.indent === indent && this.lines[this.at].trimStart().startsWith('- ');
            return this.indent > indent || isList ? this.block(this.indent) : null;
        }
        while (this.at < this.lines.length && (isOpenQuote(text) || this.indent > indent)) text += ' ' + this.lines[this.at++].trim();
        return scalar(text);
    }

    block(indent) {
        return this.lines[this.at].trimStart().startsWith('- ') ? this.list(indent) : this.map(indent);
    }

    list(indent) {
        const found = [];
        while (this.indent === indent && this.lines[this.at].startsWith('- ', indent)) {
            const rest = this.lines[this.at].slice(indent + 2);
            if (/^[^'"\s][^:]*:(\s|$)/.test(rest)) {
                this.lines[this.at] = ' '.repeat(indent + 2) + rest;
                found.push(this.map(indent + 2));
            } else {
                this.at++;
                found.push(this.value(rest.trim(), indent));
            }
        }
        return found;
    }

    map(indent) {
        const found = {};
        while (this.indent === indent && !this.lines[this.at].startsWith('- ', indent)) {
            const [, key, rest] = /^\s*('[^']*'|"[^"]*"|[^:]+):(.*)$/.exec(this.lines[this.at++]);
            found[scalar(key.trim())] = this.value(rest.trim(), indent);
        }
        return found;
    }
}

// components.schemas of the file.
function schemasOf(file) {
    const text = fs.readFileSync(file, 'utf8');
    const components = text.slice(text.search(/^components:$/m));
    const from = components.search(/^ {2}schemas:$/m), after = components.slice(from + 3).search(/^ {2}[a-zA-Z]+:$/m);
    return new Reader(components.slice(from, from + 3 + after)).map(2).schemas;
}

// --- JSON Schema: returns the first complaint, '' when there is none

class Judge {
    constructor(schemas) {
        this.schemas = schemas;
    }

    resolve(schema) {
        return schema.$ref ? this.schemas[schema.$ref.split('/').pop()] : schema;
    }

    // allOf joined to one schema: what one part knows is not unknown to the other.
    join(schema) {
        const whole = this.resolve(schema);
        if (!whole.allOf) return whole;
        const parts = whole.allOf.map((part) => this.join(part));
        return Object.assign({}, ...parts, { properties: Object.assign({}, ...parts.map((p) => p.properties)), required: parts.flatMap((p) => p.required || []) });
    }

    check(schema, value, at = '') {
        const s = this.join(schema);
        const own = this.type(s, value, at) || this.limits(s, value, at) || this.object(s, value, at) || this.array(s, value, at);
        return own || this.choice(s, value, at);
    }

    type(s, value, at) {
        const is = { string: typeof value === 'string', boolean: typeof value === 'boolean', number: typeof value === 'number', integer: Number.isInteger(value), array: Array.isArray(value), object: value !== null && typeof value === 'object' && !Array.isArray(value) };
        return s.type && !is[s.type] ? `${at} is no ${s.type}` : '';
    }

    limits(s, value, at) {
        if (s.enum && !s.enum.includes(value)) return `${at} is none of ${s.enum}`;
        if (typeof value !== 'string') return '';
        if (s.maxLength && [...value].length > s.maxLength) return `${at} is longer than ${s.maxLength}`;
        return s.pattern && !new RegExp(s.pattern, 'u').test(value) ? `${at} does not look like ${s.pattern}` : '';
    }

    object(s, value, at) {
        if (value === null || typeof value !== 'object' || Array.isArray(value)) return '';
        const missing = (s.required || []).find((name) => !(name in value));
        if (missing) return `${at}.${missing} is missing`;
        const unknown = s.additionalProperties === false && Object.keys(value).find((name) => !(name in (s.properties || {})));
        if (unknown) return `${at}.${unknown} is unknown`;
        for (const [name, part] of Object.entries(s.properties || {})) {
            const complaint = name in value ? this.check(part, value[name], `${at}.${name}`) : '';
            if (complaint) return complaint;
        }
        return '';
    }

    array(s, value, at) {
        if (!Array.isArray(value)) return '';
        if (value.length < (s.minItems || 0) || value.length > (s.maxItems ?? Infinity)) return `${at} has ${value.length} entries`;
        return value.map((entry, i) => (s.items ? this.check(s.items, entry, `${at}[${i}]`) : '')).find(Boolean) || '';
    }

    choice(s, value, at) {
        if (!s.oneOf) return '';
        const named = s.discriminator?.mapping?.[value[s.discriminator.propertyName]];
        if (s.discriminator) return named ? this.check({ $ref: named }, value, at) : `${at} is of no known kind`;
        const complaints = s.oneOf.map((part) => this.check(part, value, at));
        return complaints.includes('') ? '' : complaints.join(' or ');
    }
}

module.exports = { schemasOf, Judge };
