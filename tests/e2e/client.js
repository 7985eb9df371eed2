// SPDX-License-Identifier: Apache-2.0
// A browser's manners towards the console's API: keeps the cookie, says its Origin, sends the token with each write.
'use strict';
const assert = require('node:assert');
const crypto = require('crypto');
const http = require('http');
const { isDescribed, pathOf, document } = require('./described.js');

let addresses = 0;

class Client {
    constructor(service) {
        this.service = service;
        this.address = `198.51.${100 + (++addresses >> 8)}.${addresses & 255}`; // tries are counted by address too
        this.cookie = '';
        this.csrf = '';
    }

    // more.headers: laid over the usual ones; a value of undefined leaves one out.
    request(method, target, value, more = {}) {
        const body = value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
        const hasBody = ['POST', 'PUT', 'PATCH'].includes(method);
        const usual = { 'x-forwarded-for': this.address, origin: this.service.url, 'x-csrf-token': this.csrf || undefined, cookie: this.cookie ? `__Host-lurus=${this.cookie}` : undefined, 'user-agent': 'test' };
        if (hasBody) Object.assign(usual, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
        const headers = Object.fromEntries(Object.entries({ ...usual, ...more.headers }).filter(([, v]) => v !== undefined));
        return new Promise((resolve, reject) => {
            const request = http.request(this.service.url + target, { method, agent: more.agent || false, headers }, (answer) => {
                const parts = [];
                answer.on('data', (part) => parts.push(part)).on('end', () => resolve(this.read(method, target, answer, Buffer.concat(parts).toString('utf8'))));
            });
            request.on('error', reject).end(hasBody ? body : undefined);
        });
    }

    // Whatever is answered must be described.
    read(method, target, answer, text) {
        const at = pathOf(target), operation = method.toLowerCase();
        if (at && document.paths[at][operation]) isDescribed({ status: answer.statusCode, headers: answer.headers, text }, at, operation);
        const set = (answer.headers['set-cookie'] || [])[0];
        if (set) this.cookie = /^__Host-lurus=([^;]*)/.exec(set)[1];
        const isJson = /json/.test(answer.headers['content-type'] || '');
        const body = isJson && text ? JSON.parse(text) : null;
        return { status: answer.statusCode, headers: answer.headers, text, body, code: body && body.code, setCookie: set };
    }

    async learn() {
        const r = await this.request('GET', '/api/v1/session');
        if (r.status === 200) this.csrf = r.body.csrf;
        return r;
    }

    async signIn(name, password, code) {
        const r = await this.request('POST', '/api/v1/session', { name, password, code });
        if (r.status === 200) await this.learn();
        return r;
    }

    async useLink(link, password) {
        const r = await this.request('POST', '/api/v1/session/link', { token: link.split('#')[1], password });
        if (r.status === 200) await this.learn();
        return r;
    }
}

// RFC 6238, as an app on a phone does it.
function totp(secret, at = Date.now()) {
    const bits = [...secret].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
    const key = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(Math.floor(at / 30000)));
    const mac = crypto.createHmac('sha1', key).update(counter).digest();
    return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1000000).padStart(6, '0');
}

// `lurus user add`: the link that it prints.
function addOperator(service, name, role) {
    const r = service.run('user', 'add', name, '--role', role);
    assert.strictEqual(r.status, 0, r.stderr);
    return r.stdout.trim();
}

module.exports = { Client, totp, addOperator };
