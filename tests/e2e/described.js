// SPDX-License-Identifier: Apache-2.0
// openapi.json as a judge of real answers: status, type, headers, and the body by its schema, which must name each member.
'use strict';
const assert = require('node:assert');
const fs = require('fs');
const path = require('path');
const Ajv = require('ajv/dist/2020');
const addFormats = require('ajv-formats');
const { root } = require('./service.js');

const source = path.join(root, 'src/web/api/openapi.json');
const document = JSON.parse(fs.readFileSync(source, 'utf8'));

// Of each schema: as it is, and closed, so that a member that is not described is found.
function validators({ components }) {
    const defs = JSON.parse(JSON.stringify(components.schemas).replaceAll('#/components/schemas/', '#/$defs/'));
    const closed = structuredClone(defs);
    for (const schema of Object.values(closed)) if (schema.properties && !schema.allOf) schema.additionalProperties = false;
    const compile = ($defs) => {
        const ajv = addFormats(new Ajv({ strict: true, allowUnionTypes: true, allErrors: true }));
        return Object.fromEntries(Object.keys($defs).map((name) => [name, ajv.compile({ $ref: `#/$defs/${name}`, $defs })]));
    };
    return { open: compile(defs), closed: compile(closed) };
}
const schemas = validators(document);

function fits(name, value) {
    const check = schemas.closed[name];
    assert.ok(check(value), `${name}: ${JSON.stringify(check.errors)}\n${JSON.stringify(value)}`);
}

// The answer must be one that its operation describes.
function isDescribed(answer, target, method) {
    const described = document.paths[target][method].responses[answer.status];
    assert.ok(described, `${method} ${target}: ${answer.status} is not described: ${answer.text}`);
    const response = described.$ref ? document.components.responses[described.$ref.split('/').pop()] : described;
    for (const name of Object.keys(response.headers || {})) assert.ok(answer.headers[name.toLowerCase()], `${method} ${target} ${answer.status}: no ${name}`);
    const type = (answer.headers['content-type'] || '').split(';')[0];
    if (!response.content) return assert.strictEqual(answer.text, '');
    assert.ok(response.content[type], `${method} ${target} ${answer.status}: ${type} is not described`);
    const { schema } = response.content[type];
    if (schema.$ref) fits(schema.$ref.split('/').pop(), JSON.parse(answer.text));
    return undefined;
}

// The path of the description that a target is of, or undefined.
function pathOf(target) {
    const [at] = target.split('?');
    return Object.keys(document.paths).find((p) => new RegExp(`^${p.replace(/\{\w+\}/g, '[^/]+')}$`).test(at));
}

module.exports = { source, document, schemas, fits, isDescribed, pathOf };
