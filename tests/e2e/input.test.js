// SPDX-License-Identifier: Apache-2.0
// Bad input: each gets one message that says what, where and what to do, and changes nothing.
'use strict';
const { test } = require('node:test');
const assert = require('node:assert');
const fs = require('fs');
const net = require('net');
const os = require('os');
const path = require('path');
const { spawnSync } = require('child_process');

const lurus = path.resolve(process.env.LURUS_BIN || 'build/dev/lurus');
const folder = () => fs.mkdtempSync(path.join(os.tmpdir(), 'lurus-input-'));
const write = (dir, name, text) => {
    const file = path.join(dir, name);
    fs.writeFileSync(file, text);
    return file;
};
const run = (args, options = {}) => {
    const r = spawnSync(lurus, args, { encoding: 'utf8', timeout: 60000, ...options });
    return { code: r.status, out: r.stdout, err: r.stderr };
};
const only = (err) => err.split('\n').filter((l) => l.startsWith('lurus: '));
const fact = (n, more = {}) => JSON.stringify({
    id: `uji-${n}`, kind: 'faq', lang: 'id', title: `Judul uji ${n}`, answer: `Jawaban uji ${n}.`, keywords: [`kata uji ${n}`],
    sources: [{ publisher: 'Uji', url: 'https://contoh.id/uji' }], ...more,
});

const configs = [
    ['an unknown key', 'server {\n  lisen = "127.0.0.1:0"\n}\n', 'lurus.conf:2: unknown key \'lisen\'; did you mean \'listen\'?'],
    ['an unknown section', 'sever { }\n', "did you mean 'server'?"],
    ['a key given twice', 'server {\n listen = "127.0.0.1:0"\n listen = "127.0.0.1:0"\n}\n', 'lurus.conf:3: the key was given before'],
    ['half a channel', 'whatsapp { access_token = "x" }\n', 'whatsapp: missing: phone_number_id, app_secret, verify_token'],
    ['a value out of range', 'delivery { in_flight = 0 }\n', 'delivery.in_flight must be a whole number from 1 to 1024'],
    ['a bad address', 'server { listen = "nowhere" }\n', 'server.listen'],
    ['a section that is not closed', 'server {\n listen = "127.0.0.1:0"\n', 'no closing brace'],
];
for (const [what, text, wanted] of configs) {
    test(`configuration with ${what}`, () => {
        const dir = folder();
        const r = run(['-c', write(dir, 'lurus.conf', text), 'serve']);
        assert.strictEqual(r.code, 1, r.err);
        assert.strictEqual(only(r.err).length, 1, r.err);
        assert.ok(r.err.includes(wanted), r.err);
    });
}

test('a named configuration that is missing', () => {
    const r = run(['-c', '/nowhere/lurus.conf', 'check']);
    assert.strictEqual(r.code, 1);
    assert.match(r.err, /^lurus: \/nowhere\/lurus.conf: /);
});

test('a port in use', async () => {
    const taken = net.createServer().listen(0, '127.0.0.1');
    await new Promise((done) => taken.once('listening', done));
    const dir = folder();
    const r = run(['-c', write(dir, 'lurus.conf', `server { listen = "127.0.0.1:${taken.address().port}" }\n`), 'serve']);
    taken.close();
    assert.strictEqual(r.code, 1);
    assert.match(only(r.err)[0] || '', /in use/);
});

test('a file that is no database, and one of another program', () => {
    const dir = folder();
    const conf = write(dir, 'lurus.conf', 'store { path = "x.db" }\n');
    write(dir, 'x.db', 'this is a text, and long enough to be looked at as a header of a database file\n'.repeat(20));
    const before = fs.readFileSync(path.join(dir, 'x.db'), 'utf8');
    const r = run(['-c', conf, 'import', write(dir, 'f.jsonl', fact(1))]);
    assert.strictEqual(r.code, 1);
    assert.strictEqual(only(r.err).length, 1, r.err);
    assert.match(r.err, /x\.db/);
    assert.strictEqual(fs.readFileSync(path.join(dir, 'x.db'), 'utf8'), before);
    fs.rmSync(path.join(dir, 'x.db'));
    assert.strictEqual(spawnSync('sqlite3', [path.join(dir, 'x.db'), 'create table other(a); insert into other values (1);']).status, 0);
    const foreign = run(['-c', conf, 'import', path.join(dir, 'f.jsonl')]);
    assert.strictEqual(foreign.code, 1);
    assert.strictEqual(only(foreign.err).length, 1, foreign.err);
});

test('a newer schema', () => {
    const dir = folder();
    const conf = write(dir, 'lurus.conf', '');
    assert.strictEqual(run(['-c', conf, 'import', write(dir, 'f.jsonl', fact(1))]).code, 0);
    assert.strictEqual(spawnSync('sqlite3', [path.join(dir, 'lurus.db'), 'pragma user_version = 999']).status, 0);
    const r = run(['-c', conf, 'import', path.join(dir, 'f.jsonl')]);
    assert.strictEqual(r.code, 1);
    assert.match(only(r.err)[0], /newer|999/);
});

test('a base whose key is gone', () => {
    const dir = folder();
    const conf = write(dir, 'lurus.conf', '');
    assert.strictEqual(run(['-c', conf, 'import', write(dir, 'f.jsonl', fact(1))]).code, 0);
    assert.strictEqual(fs.statSync(path.join(dir, 'lurus.key')).mode & 0o777, 0o600);
    assert.strictEqual(fs.statSync(path.join(dir, 'lurus.db')).mode & 0o777, 0o600);
});

test('an intent file with a wrong field', () => {
    const dir = folder();
    fs.cpSync(path.resolve('intents'), path.join(dir, 'intents'), { recursive: true });
    const file = path.join(dir, 'intents', 'greeting.json');
    const intent = JSON.parse(fs.readFileSync(file, 'utf8'));
    intent.replys = intent.replies;
    fs.writeFileSync(file, JSON.stringify(intent));
    const r = run(['-c', write(dir, 'lurus.conf', 'intents { path = "intents" }\n'), 'check']);
    assert.strictEqual(r.code, 1);
    assert.match(only(r.err)[0], /greeting\.json.*replys.*replies/);
});

test('an import with 3 bad lines among 1,000', () => {
    const dir = folder();
    const conf = write(dir, 'lurus.conf', '');
    const lines = [];
    for (let i = 0; i < 1000; i++) lines.push(fact(i));
    lines[10] = '{"id": 1';
    lines[500] = fact(500, { sources: [] });
    lines[999] = fact(999, { kind: 'rumour' });
    const file = write(dir, 'f.jsonl', lines.join('\n') + '\n');
    const bad = run(['-c', conf, 'import', file]);
    assert.strictEqual(bad.code, 1);
    for (const n of [11, 501, 1000]) assert.ok(bad.err.includes(`f.jsonl:${n}`), `line ${n} is told: ${bad.err}`);
    assert.strictEqual(fs.existsSync(path.join(dir, 'lurus.db')), false, 'nothing was changed');
    const skipping = run(['-c', conf, 'import', '--skip-bad', file]);
    assert.strictEqual(skipping.code, 0, skipping.err);
    assert.match(skipping.out, /facts: 997 new, 0 changed, 0 unchanged, 3 bad/);
    const again = run(['-c', conf, 'import', '--skip-bad', file]);
    assert.match(again.out, /facts: 0 new, 0 changed, 997 unchanged, 3 bad/);
});

test('export and import again change nothing, in both formats', () => {
    const dir = folder();
    const conf = write(dir, 'lurus.conf', '');
    const shipped = fs.readdirSync('intents/facts').filter((f) => f.endsWith('.jsonl')).map((f) => path.join('intents/facts', f));
    for (const file of shipped) assert.strictEqual(run(['-c', conf, 'import', file]).code, 0);
    for (const name of ['all.jsonl', 'all.csv']) {
        const file = path.join(dir, name);
        assert.strictEqual(run(['-c', conf, 'export', file]).code, 0);
        const r = run(['-c', conf, 'import', file]);
        assert.match(r.out, /facts: 0 new, 0 changed, \d+ unchanged, 0 bad/, name + r.out + r.err);
    }
    assert.strictEqual(run(['-c', conf, 'check']).code, 0, 'rows, FTS5 and memory index agree');
});

test('command lines', () => {
    for (const [args, code] of [[[], 2], [['srve'], 2], [['ask'], 2], [['ask', '--at', 'x', 'y'], 2], [['ask', '--bogus', 'y'], 2],
        [['version'], 0], [['--version'], 0], [['--help'], 0], [['help', 'ask'], 0], [['help', 'nothing'], 2], [['import'], 2]])
        assert.strictEqual(run(args).code, code, args.join(' '));
    assert.match(run(['srve']).err, /did you mean 'serve'/);
});
