// SPDX-License-Identifier: Apache-2.0
// The web chat's websocket on raw sockets: handshakes and frames that are refused (CONTRACT §4), and the end.
'use strict';
const { test, before, after } = require('node:test');
const assert = require('node:assert');
const net = require('net');
const { WHATSAPP, start, killAll, alive, Chat } = require('./edge.js');

let on;
before(async () => {
    on = await start(WHATSAPP);
});
after(killAll);

const upgrades = [
    ['no subprotocol', { 'Sec-WebSocket-Protocol': null }, '/chat/ws', 101, 1002],
    ['another subprotocol', { 'Sec-WebSocket-Protocol': 'other-chat' }, '/chat/ws', 101, 1002],
    ['names of our own tables', { 'Sec-WebSocket-Protocol': 'http/1, listen/1' }, '/chat/ws', 101, 1002],
    ['a foreign Origin', { Origin: 'https://evil.example' }, '/chat/ws', 403],
    ['an Origin that ends like ours', { Origin: 'http://evil.127.0.0.1' }, '/chat/ws', 403],
    ['Origin null', { Origin: 'null' }, '/chat/ws', 403],
    ['another version', { 'Sec-WebSocket-Version': 8 }, '/chat/ws', 400],
    ['another path', {}, '/elsewhere', 404],
    ['the path of the page', {}, '/chat', 404],
];
for (const [what, headers, target, wanted, closeCode] of upgrades) {
    test(`websocket with ${what}`, async () => {
        const chat = await Chat.open(on.port, headers, target);
        assert.match(chat.head || '', new RegExp(`^HTTP/1\\.1 ${wanted} `));
        if (closeCode) {
            assert.match(chat.head, /\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK\+xOo=/);
            assert.deepStrictEqual(await chat.next(), { close: closeCode });
        }
        chat.end();
        await alive(on);
    });
}

test('websocket: hello, a message, its reply, a ping', async () => {
    const chat = await Chat.open(on.port, { Origin: `http://127.0.0.1:${on.port}`, 'Sec-WebSocket-Protocol': 'first, lurus-chat' });
    assert.match(chat.head, /^HTTP\/1\.1 101 /);
    assert.match(chat.head, /Sec-WebSocket-Protocol: lurus-chat/i);
    chat.say({ type: 'message', id: 'c0', text: 'hallo' });
    assert.strictEqual((await chat.next()).code, 'bad_message');
    chat.say({ type: 'hello', token: null, lang: 'id', last_seq: 0, unknown: [1, 2] });
    const welcome = await chat.next();
    assert.strictEqual(welcome.type, 'welcome');
    assert.ok(welcome.token.length >= 20);
    chat.raw(0x01, '{"type":"message",');
    chat.raw(0x80, '"id":"c1","text":"hallo"}');
    assert.deepStrictEqual(await chat.next(), { type: 'ack', id: 'c1' });
    const reply = await chat.until('reply');
    assert.strictEqual(reply.in_reply_to, 'c1');
    chat.raw(0x89, 'are you there');
    assert.deepStrictEqual(await chat.next(), { pong: 'are you there' });
    chat.end();
});

const errors = [
    ['not JSON', 'hallo', 'bad_message'],
    ['an array', '[]', 'bad_message'],
    ['an unknown type', '{"type":"shout"}', 'bad_message'],
    ['no id', '{"type":"message","text":"x"}', 'bad_message'],
    ['an id of 65', `{"type":"message","id":"${'a'.repeat(65)}","text":"x"}`, 'bad_message'],
    ['a blank text', '{"type":"message","id":"a","text":"  "}', 'bad_message'],
    ['a text of another type', '{"type":"message","id":"a","text":["x"]}', 'bad_message'],
    ['not UTF-8', Buffer.from('{"type":"message","id":"a","text":"\xff"}', 'latin1'), 'bad_message'],
    ['4,097 characters', JSON.stringify({ type: 'message', id: 'a', text: 'é'.repeat(4097) }), 'too_long'],
    ['more than 16 KiB', JSON.stringify({ type: 'message', id: 'a', text: 'x'.repeat(17000) }), 'too_long'],
];
test('websocket: frames that are refused, on a socket that stays', async () => {
    const chat = await Chat.open(on.port);
    chat.say({ type: 'hello' });
    assert.strictEqual((await chat.next()).type, 'welcome');
    for (const [what, frame, wanted] of errors) {
        chat.raw(0x81, frame);
        const answer = await chat.next();
        assert.strictEqual(answer && answer.code, wanted, what);
        assert.ok(answer.text.length > 10);
    }
    chat.say({ type: 'message', id: 'last', text: 'é'.repeat(4096) });
    assert.deepStrictEqual(await chat.next(), { type: 'ack', id: 'last' });
    chat.end();
});

test('websocket: frames that end it', async () => {
    const binary = await Chat.open(on.port);
    binary.raw(0x82, 'x');
    assert.deepStrictEqual(await binary.next(), { close: 1003 });
    binary.end();
    const huge = await Chat.open(on.port);
    huge.raw(0x81, 'x'.repeat(200000));
    assert.deepStrictEqual(await huge.next(), { close: 1009 });
    huge.end();
    await alive(on);
});

test('websocket: too many messages are told so', async () => {
    const chat = await Chat.open(on.port);
    chat.say({ type: 'hello', lang: 'en' });
    await chat.until('welcome');
    for (let i = 0; i < 40; i++) chat.say({ type: 'message', id: `r${i}`, text: 'hallo' });
    const answer = await chat.until('error');
    assert.strictEqual(answer.code, 'rate');
    assert.match(answer.text, /too fast/);
    chat.end();
});

test('websocket: 64 chats an address behind a proxy', async () => {
    const chats = [];
    for (let i = 0; i < 64; i++) chats.push(await Chat.open(on.port, { 'X-Forwarded-For': '198.51.100.4' }));
    assert.ok(chats.every((chat) => /^HTTP\/1\.1 101 /.test(chat.head)));
    const more = await Chat.open(on.port, { 'X-Forwarded-For': '198.51.100.4' });
    assert.match(more.head, /^HTTP\/1\.1 429 /);
    const other = await Chat.open(on.port, { 'X-Forwarded-For': '198.51.100.5' });
    assert.match(other.head, /^HTTP\/1\.1 101 /);
    for (const chat of [...chats, more, other]) chat.end();
});

test('SIGTERM ends it within seconds, idle connections or not', async () => {
    const idle = [];
    for (let i = 0; i < 200; i++) idle.push(net.connect(on.port, '127.0.0.1').on('error', () => {}));
    for (let i = 0; i < 20; i++) {
        const chat = await Chat.open(on.port);
        chat.say({ type: 'hello' });
        idle.push(chat.socket);
    }
    await new Promise((done) => setTimeout(done, 300));
    const began = Date.now();
    on.child.kill('SIGTERM');
    assert.strictEqual(await on.exited, 0, on.log);
    assert.ok(Date.now() - began < 15000, `took ${Date.now() - began} ms`);
    assert.ok(!/ERROR: (Address|Leak)Sanitizer|runtime error/.test(on.log), on.log);
    for (const socket of idle) socket.destroy();
});
