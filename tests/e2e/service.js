// SPDX-License-Identifier: Apache-2.0
// Starts the real binary on a free loopback port in a temporary folder, with the shipped facts.
'use strict';
const assert = require('node:assert');
const fs = require('fs');
const os = require('os');
const path = require('path');
const { spawn, spawnSync } = require('child_process');

const lurus = path.resolve(process.env.LURUS_BIN || 'build/dev/lurus');
const root = path.join(__dirname, '..', '..');

class Service {
    constructor({ port = 0, extra = '', facts = true } = {}) {
        this.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lurus-e2e-'));
        this.conf = path.join(this.folder, 'lurus.conf');
        this.configure(port, extra);
        if (!facts) return;
        for (const file of fs.readdirSync(path.join(root, 'intents/facts')).filter((f) => f.endsWith('.jsonl'))) {
            const r = this.run('import', path.join(root, 'intents/facts', file));
            assert.strictEqual(r.status, 0, r.stderr);
        }
    }

    configure(port, extra) {
        fs.writeFileSync(this.conf, `server { listen = "127.0.0.1:${port}" }\nlimits { contact_per_minute = 0 }\n${extra}\n`);
    }

    run(...args) {
        return spawnSync(lurus, ['-c', this.conf, ...args], { encoding: 'utf8', timeout: 60000 });
    }

    async start() {
        this.log = '';
        this.process = spawn(lurus, ['-c', this.conf, 'serve'], { stdio: ['ignore', 'ignore', 'pipe'] });
        this.process.stderr.setEncoding('utf8').on('data', (text) => (this.log += text));
        this.exit = new Promise((done) => this.process.on('exit', (code, signal) => done({ code, signal })));
        const end = Date.now() + 20000;
        let found = null;
        while (!(found = /^ready on .*?:(\d+)\/?$/m.exec(this.log))) {
            assert.ok(Date.now() < end, `not ready: ${this.log}`);
            await new Promise((done) => setTimeout(done, 20));
        }
        this.port = Number(found[1]);
        this.url = `http://127.0.0.1:${this.port}`;
        return this;
    }

    async stop() {
        this.process.kill('SIGTERM');
        assert.deepStrictEqual(await this.exit, { code: 0, signal: null }, this.log);
    }
}

module.exports = { Service, lurus, root };
