// SPDX-License-Identifier: Apache-2.0
// Small makers of DOM nodes. No text is ever read as HTML.

export function make<K extends keyof HTMLElementTagNameMap>(tag: K, look = '', text = ''): HTMLElementTagNameMap[K] {
    const node = document.createElement(tag);
    if (look) node.className = look;
    if (text) node.textContent = text;
    return node;
}

export function button(title: string, onClick: () => void, look = ''): HTMLButtonElement {
    const b = make('button', look, title);
    b.type = 'button';
    b.addEventListener('click', onClick);
    return b;
}

// Opens beside this page and learns nothing of it.
export function outward(url: string, look = '', text = ''): HTMLAnchorElement {
    const link = make('a', look, text);
    link.href = url;
    link.target = '_blank';
    link.rel = 'noopener noreferrer';
    return link;
}

const SVG = 'http://www.w3.org/2000/svg';

// A filled shape with a line drawn on it, on a field of 24 × 24; screen readers pass it by.
export function icon(shape: string, line: string): SVGElement {
    const svg = document.createElementNS(SVG, 'svg');
    svg.setAttribute('viewBox', '0 0 24 24');
    svg.setAttribute('class', 'mark');
    svg.setAttribute('aria-hidden', 'true');
    for (const [look, d] of [['shape', shape], ['line', line]] as const) {
        const path = document.createElementNS(SVG, 'path');
        path.setAttribute('class', look);
        path.setAttribute('d', d);
        svg.append(path);
    }
    return svg;
}

// Only http and https become links; a mark at the end belongs to the sentence.
export function linked(text: string): (Node | string)[] {
    const nodes: (Node | string)[] = [];
    let done = 0;
    for (const found of text.matchAll(/https?:\/\/[^\s<>"]*[^\s<>"'.,;:!?)\]}]/gi)) {
        const at = found.index ?? 0;
        nodes.push(text.slice(done, at), outward(found[0], '', found[0]));
        done = at + found[0].length;
    }
    nodes.push(text.slice(done));
    return nodes;
}
