// SPDX-License-Identifier: Apache-2.0
// /api/v1/openapi.json: a valid description, of exactly the routes that there are, which the real answers keep.
'use strict';
const { test, before, after } = require('node:test');
const assert = require('node:assert');
const crypto = require('crypto');
const fs = require('fs');
const path = require('path');
const http = require('http');
const zlib = require('zlib');
const { Service, root } = require('./service.js');
const { source, document, schemas, fits, isDescribed } = require('./described.js');

const secret = 'app-secret';
const conf = `whatsapp { phone_number_id = "1" access_token = "t" app_secret = "${secret}" verify_token = "v" api_base = "http://127.0.0.1:9" }`;

let service;
before(async () => {
    service = await new Service({ extra: conf }).start();
});
after(() => service?.stop());

function call(method, target, body = '', headers = {}) {
    return new Promise((resolve, reject) => {
        const length = method === 'POST' ? { 'content-length': Buffer.byteLength(body), 'content-type': 'application/json' } : {};
        const request = http.request(service.url + target, { method, agent: false, headers: { ...length, ...headers } }, (answer) => {
            const parts = [];
            answer.on('data', (part) => parts.push(part)).on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, bytes: Buffer.concat(parts), text: Buffer.concat(parts).toString('utf8') }));
        });
        request.on('error', reject).end(body);
    });
}
const ask = (value, query = '') => call('POST', `/api/v1/ask${query}`, typeof value === 'string' ? value : JSON.stringify(value));

test('a valid document', async () => {
    const { Validator } = await import('@seriousme/openapi-schema-validator');
    const { valid, errors } = await new Validator().validate(structuredClone(document));
    assert.ok(valid, JSON.stringify(errors, null, 1));
    assert.strictEqual(document.openapi.slice(0, 4), '3.1.');
    assert.ok(service.run('version').stdout.startsWith(`lurus ${document.info.version}\n`), 'info.version');
    const names = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+)\/(\w+)"/g)];
    for (const [, kind, name] of names) assert.ok(document.components[kind]?.[name], `${kind}/${name} is not there`);
    for (const kind of Object.keys(document.components).filter((k) => k !== 'securitySchemes'))
        for (const name of Object.keys(document.components[kind])) assert.ok(names.some((n) => n[1] === kind && n[2] === name), `${kind}/${name} is not used`);
});

test('the paths of the route table, and no others', () => {
    const table = fs.readFileSync(path.join(root, 'src/net/route.c'), 'utf8');
    const rows = [...table.matchAll(/\{METHOD_(\w+), "([^"]+)", POLICY_/g)].map(([, method, at]) => `${method.toLowerCase()} ${at.replace('/hook/*', '/hook/{channel}').replace('*', '{id}')}`);
    assert.ok(rows.length >= 11, 'the rows cannot be read');
    const isPage = (row) => /^get \/((chat|console)(\/.*)?)?$/.test(row);
    const described = Object.entries(document.paths).flatMap(([at, item]) => Object.keys(item).filter((m) => ['get', 'post', 'put', 'patch', 'delete'].includes(m)).map((m) => `${m} ${at}`));
    assert.deepStrictEqual(described.sort(), rows.filter((row) => !isPage(row)).sort());
});

test('every code that is given is described', () => {
    const text = ['src/net', 'src/desk'].flatMap((folder) => fs.readdirSync(path.join(root, folder)).filter((f) => f.endsWith('.c')).map((f) => fs.readFileSync(path.join(root, folder, f), 'utf8'))).join('\n');
    const given = [...text.matchAll(/\b(?:respond_problem|account_refuse|refuse)\([^;"]*\b\d{3},\s*"(\w+)"/g), ...text.matchAll(/^ +\[PASSWORD_\w+\] = \{"(\w+)"/gm)];
    const codes = new Set(given.map((m) => m[1]));
    assert.deepStrictEqual([...codes].sort(), document.components.schemas.Problem.properties.code.enum);
});

test('served with an ETag, packed when asked for', async () => {
    const plain = await call('GET', '/api/v1/openapi.json');
    assert.strictEqual(plain.status, 200);
    assert.strictEqual(plain.headers['content-type'], 'application/json');
    assert.deepStrictEqual(plain.bytes, fs.readFileSync(source));
    isDescribed(plain, '/api/v1/openapi.json', 'get');
    const again = await call('GET', '/api/v1/openapi.json', '', { 'if-none-match': plain.headers.etag });
    assert.strictEqual(again.status, 304);
    isDescribed(again, '/api/v1/openapi.json', 'get');
    const packed = await call('GET', '/api/v1/openapi.json', '', { 'accept-encoding': 'gzip' });
    assert.strictEqual(packed.headers['content-encoding'], 'gzip');
    assert.notStrictEqual(packed.headers.etag, plain.headers.etag);
    assert.deepStrictEqual(zlib.gunzipSync(packed.bytes), plain.bytes);
    assert.strictEqual((await call('HEAD', '/api/v1/openapi.json')).text, '');
    assert.strictEqual((await call('POST', '/api/v1/openapi.json', '{}')).status, 405);
});

test('answers of every outcome keep the description', async () => {
    const seen = { outcome: new Set(), judgement: new Set() };
    const questions = [
        'brp lembaga pelatihan prakerja', 'brp lembaga', 'hallo', 'menu', 'harga cabai besok', 'prakerja', 'tips', '', '???', 'apa benar daftar prakerja di prakerja.vip',
        'www.prakerja.go.id', 'https://kartu-prakerja-daftar.com/x', 'cek prakerja.xyz', 'apakah 0811 9787 670 nomor resmi?', 'nomor 0812 3456 7890 asli?', '😀', 'a'.repeat(4096), 'is the incentive taxed',
    ];
    for (const text of questions) {
        for (const more of [{}, { lang: 'en' }, { lang: 'id', at: '2021-06-30' }, { at: '2021-06' }, { lang: null, at: null }]) {
            const question = { text, ...more };
            fits('Question', question);
            for (const query of ['', '?explain=1']) {
                const r = await ask(question, query);
                assert.strictEqual(r.status, 200, r.text);
                isDescribed(r, '/api/v1/ask', 'post');
                const answer = JSON.parse(r.text);
                seen.outcome.add(answer.outcome);
                [...answer.links, ...answer.numbers].forEach((l) => seen.judgement.add(l.judgement));
                assert.strictEqual('candidates' in answer && 'steps' in answer, query !== '');
                for (const candidate of answer.candidates || []) fits('Candidate', candidate);
            }
        }
    }
    assert.deepStrictEqual([...seen.outcome].sort(), [...document.components.schemas.Answer.properties.outcome.enum].sort());
    for (const judgement of ['look_alike', 'official', 'unknown']) assert.ok(seen.judgement.has(judgement), judgement);
});

test('the examples are answered', async () => {
    for (const { value } of Object.values(document.paths['/api/v1/ask'].post.requestBody.content['application/json'].examples)) {
        fits('Question', value);
        assert.strictEqual(JSON.parse((await ask(value)).text).outcome, 'answer', value.text);
    }
});

test('what the description refuses is refused, and described', async () => {
    const bad = [{}, { text: null }, { text: 7 }, { text: 'a'.repeat(4097) }, { text: 'x', lang: 'fr' }, { text: 'x', lang: 1 }, { text: 'x', at: '2022-02-30' }, { text: 'x', at: 'besok' }, { text: 'x', at: '2022-13' }, { text: 'x', at: '22' }, [], 'x', 7, null];
    for (const value of bad) {
        assert.ok(!schemas.open.Question(value), `accepted: ${JSON.stringify(value)}`);
        const r = await ask(JSON.stringify(value));
        assert.strictEqual(r.status, 400, JSON.stringify(value) + r.text);
        isDescribed(r, '/api/v1/ask', 'post');
    }
    const further = { text: 'prakerja', more: 1 }; // unknown members are ignored
    assert.ok(schemas.open.Question(further));
    assert.strictEqual((await ask(further)).status, 200);
});

test('refusals are described', async () => {
    const far = { 'x-forwarded-for': '203.0.113.9' };
    const sign = (body) => ({ 'x-hub-signature-256': 'sha256=' + crypto.createHmac('sha256', secret).update(body).digest('hex') });
    const cases = [
        ['/api/v1/ask', 'post', 400, () => ask('{')],
        ['/api/v1/ask', 'post', 403, () => call('POST', '/api/v1/ask?explain=1', '{"text":"x"}', far)],
        ['/api/v1/ask', 'post', 405, () => call('GET', '/api/v1/ask')],
        ['/api/v1/ask', 'post', 413, () => ask('x'.repeat(17 * 1024))],
        ['/metrics', 'get', 403, () => call('GET', '/metrics', '', far)],
        ['/metrics', 'get', 200, () => call('GET', '/metrics')],
        ['/healthz', 'get', 200, () => call('GET', '/healthz')],
        ['/readyz', 'get', 200, () => call('GET', '/readyz')],
        ['/hook/{channel}', 'get', 200, () => call('GET', '/hook/whatsapp?hub.mode=subscribe&hub.verify_token=v&hub.challenge=17')],
        ['/hook/{channel}', 'get', 403, () => call('GET', '/hook/whatsapp?hub.mode=subscribe&hub.verify_token=w&hub.challenge=17')],
        ['/hook/{channel}', 'get', 404, () => call('GET', '/hook/nowhere')],
        ['/hook/{channel}', 'post', 404, () => call('POST', '/hook/nowhere', '{}')],
        ['/hook/{channel}', 'post', 405, () => call('PUT', '/hook/whatsapp')],
        ['/hook/{channel}', 'post', 401, () => call('POST', '/hook/whatsapp', '{}')],
        ['/hook/{channel}', 'post', 400, () => call('POST', '/hook/whatsapp', '{', sign('{'))],
        ['/hook/{channel}', 'post', 200, () => call('POST', '/hook/whatsapp', '{}', sign('{}'))],
    ];
    for (const [target, method, status, run] of cases) {
        const r = await run();
        assert.strictEqual(r.status, status, `${method} ${target}: ${r.text}`);
        isDescribed(r, target, method);
    }
    let last;
    for (let i = 0; i < 70 && last?.status !== 429; i++) last = await call('POST', '/api/v1/ask', '{"text":"x"}', far);
    assert.strictEqual(last.status, 429);
    isDescribed(last, '/api/v1/ask', 'post');
});
