// SPDX-License-Identifier: Apache-2.0
// Makes a screenshot small: the same picture with a palette of at most 256 colours (PNG, W3C second edition).
'use strict';
const assert = require('node:assert');
const zlib = require('zlib');

function chunks(png) {
    const found = [];
    for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at))
        found.push({ type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + png.readUInt32BE(at)) });
    return found;
}

// The five filters of a row: what the byte was predicted from.
function predicted(filter, left, up, corner) {
    if (filter === 0) return 0;
    if (filter === 1) return left;
    if (filter === 2) return up;
    if (filter === 3) return (left + up) >> 1;
    const p = left + up - corner, a = Math.abs(p - left), b = Math.abs(p - up), c = Math.abs(p - corner);
    return a <= b && a <= c ? left : b <= c ? up : corner;
}

function decode(png) {
    const parts = chunks(png), head = parts[0].data;
    const width = head.readUInt32BE(0), height = head.readUInt32BE(4), step = head[9] === 6 ? 4 : 3;
    assert.ok(head[8] === 8 && (head[9] === 2 || head[9] === 6) && head[12] === 0, 'eight bits, RGB or RGBA, not interlaced');
    const raw = zlib.inflateSync(Buffer.concat(parts.filter((p) => p.type === 'IDAT').map((p) => p.data)));
    const row = width * step, pixels = Buffer.alloc(row * height);
    for (let y = 0; y < height; y++)
        for (let x = 0; x < row; x++) {
            const at = y * row + x, left = x >= step ? pixels[at - step] : 0, up = y ? pixels[at - row] : 0;
            const corner = y && x >= step ? pixels[at - row - step] : 0;
            pixels[at] = raw[y * (row + 1) + 1 + x] + predicted(raw[y * (row + 1)], left, up, corner);
        }
    return { width, height, step, pixels };
}

const far = (a, b) => ((a >> 16) - (b >> 16)) ** 2 + (((a >> 8) & 255) - ((b >> 8) & 255)) ** 2 + ((a & 255) - (b & 255)) ** 2;

// The most frequent colours; every other one becomes the nearest of them.
function quantise(colours) {
    const count = new Map();
    for (const c of colours) count.set(c, (count.get(c) || 0) + 1);
    const palette = [...count].sort((a, b) => b[1] - a[1]).slice(0, 256).map(([c]) => c);
    const index = new Map(palette.map((c, i) => [c, i]));
    for (const c of count.keys())
        if (!index.has(c)) index.set(c, palette.reduce((best, p, i) => (far(c, p) < far(c, palette[best]) ? i : best), 0));
    return { palette, index };
}

function chunk(type, data) {
    const out = Buffer.alloc(12 + data.length);
    out.writeUInt32BE(data.length, 0);
    out.write(type, 4, 'latin1');
    data.copy(out, 8);
    out.writeUInt32BE(crc(out.subarray(4, 8 + data.length)), 8 + data.length);
    return out;
}

function crc(bytes) {
    let c = 0xffffffff;
    for (const byte of bytes) {
        c ^= byte;
        for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
    }
    return (c ^ 0xffffffff) >>> 0;
}

function shrink(png) {
    const { width, height, step, pixels } = decode(png);
    const colours = new Uint32Array(width * height);
    for (let i = 0; i < colours.length; i++) colours[i] = (pixels[i * step] << 16) | (pixels[i * step + 1] << 8) | pixels[i * step + 2];
    const { palette, index } = quantise(colours);
    const rows = Buffer.alloc((width + 1) * height);
    for (let i = 0; i < colours.length; i++) rows[i + Math.floor(i / width) + 1] = index.get(colours[i]);
    const head = Buffer.from(chunks(png)[0].data);
    head[9] = 3;
    return Buffer.concat([
        png.subarray(0, 8), chunk('IHDR', head), chunk('PLTE', Buffer.from(palette.flatMap((c) => [c >> 16, (c >> 8) & 255, c & 255]))),
        chunk('IDAT', zlib.deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0)),
    ]);
}

module.exports = { shrink };
