// SPDX-License-Identifier: Apache-2.0
// The comparison: Express, better-sqlite3 and FTS5 with the same promises (signature, dedupe, message and reply on
// disk with synchronous=FULL before the 200, then the send). node bot.js PORT GATEWAY_PORT SECRET FACTS.jsonl DB
const [port, gateway, secret, facts, base] = process.argv.slice(2);
const crypto = require('crypto'), fs = require('fs'), http = require('http');
const express = require('express');
const db = new (require('better-sqlite3'))(base);
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
db.exec(`create virtual table if not exists fact using fts5(id unindexed, title, keywords, answer);
  create table if not exists inbound(id text primary key, sender text, body text) without rowid;
  create table if not exists outbound(id integer primary key, inbound text, recipient text, body text, state text)`);
const putFact = db.prepare('insert into fact values (?, ?, ?, ?)');
for (const line of fs.readFileSync(facts, 'utf8').split('\n').filter(Boolean)) {
  const f = JSON.parse(line);
  putFact.run(f.id, f.title, (f.keywords || []).join(' '), f.answer);
}
const search = db.prepare('select answer from fact where fact match ? order by bm25(fact) limit 1');
const putIn = db.prepare('insert or ignore into inbound values (?, ?, ?)');
const putOut = db.prepare("insert into outbound(inbound, recipient, body, state) values (?, ?, ?, 'sending')");
const setState = db.prepare('update outbound set state = ? where id = ?');
const answerTo = (text) => {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) || ['x'];
  return (search.get(words.map((w) => `"${w}"`).join(' OR ')) || { answer: 'Belum ada.' }).answer;
};
const take = db.transaction((messages) => messages.map((m) => {
  if (!putIn.run(m.id, m.from, m.text ? m.text.body : '').changes) return null;
  const text = answerTo(m.text ? m.text.body : '');
  return { m, text, id: putOut.run(m.id, m.from, text).lastInsertRowid };
}).filter(Boolean));
const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
const send = ({ m, text, id }) => {
  const body = JSON.stringify({ messaging_product: 'whatsapp', to: '+' + m.from, type: 'text', text: { body: text }, context: { message_id: m.id } });
  const request = http.request({ port: gateway, host: '127.0.0.1', path: '/1/messages', method: 'POST', agent,
    headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } },
  (res) => { res.resume(); res.on('end', () => setState.run(res.statusCode === 200 ? 'sent' : 'failed', id)); });
  request.on('error', () => setState.run('queued', id));
  request.end(body);
};
express().post('/hook/whatsapp', express.raw({ type: () => true, limit: '3mb' }), (req, res) => {
  const mac = 'sha256=' + crypto.createHmac('sha256', secret).update(req.body).digest('hex');
  const given = Buffer.from(req.get('x-hub-signature-256') || '');
  if (given.length !== mac.length || !crypto.timingSafeEqual(given, Buffer.from(mac))) return res.sendStatus(401);
  const messages = JSON.parse(req.body).entry.flatMap((e) => e.changes.flatMap((c) => c.value.messages || []));
  const replies = take(messages);
  res.sendStatus(200);
  replies.forEach(send);
}).listen(port, '127.0.0.1', () => console.log('ready'));
