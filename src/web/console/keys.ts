// SPDX-License-Identifier: Apache-2.0
// Keys for everything: one letter, or two in a row ("g t"). They rest while somebody types, and can be switched off,
// because speech input and slips of the hand would set them off.
import { useLayoutEffect, useRef } from 'preact/hooks';
import { hasShortcuts } from './prefs';
import { Store } from './store';

export interface Binding { keys: string; does: string; run: () => void }

const PAUSE_MS = 1200; // within which the second letter comes
const bound: Binding[] = [];
export const bindings = new Store<readonly Binding[]>([]);
let begun = '', begunAt = 0;

function isTyping(target: EventTarget | null): boolean {
    return target instanceof HTMLElement && (target.isContentEditable || target.matches('input:not([type=checkbox]):not([type=radio]), textarea, select'));
}

function press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.key.length !== 1 || event.key === ' ') return;
    if (!hasShortcuts.value || isTyping(event.target) || document.querySelector('dialog[open]')) return; // a dialog has its own keys
    const pair = performance.now() - begunAt < PAUSE_MS ? `${begun} ${event.key}` : '';
    // The youngest comes first: what is in front goes before what lies behind it.
    const found = [...bound].reverse().find((b) => b.keys === pair || b.keys === event.key);
    begun = found ? '' : event.key;
    begunAt = performance.now();
    if (!found) return;
    event.preventDefault();
    found.run();
}

export const startKeys = (): void => window.addEventListener('keydown', press);

// Binds while the caller is on the page; what `run` does may change from drawing to drawing.
export function useKeys(list: readonly Binding[]): void {
    const now = useRef(list);
    now.current = list;
    const what = list.map((b) => `${b.keys}=${b.does}`).join('\n');
    useLayoutEffect(() => {
        const mine = now.current.map((b) => ({ ...b, run: () => now.current.find((n) => n.keys === b.keys)?.run() }));
        bound.push(...mine);
        bindings.set([...bound]);
        return () => {
            for (const b of mine) bound.splice(bound.indexOf(b), 1);
            bindings.set([...bound]);
        };
    }, [what]);
}
