// SPDX-License-Identifier: Apache-2.0
// Short words at the edge of the page: what was done, and how to undo it (z).
import { useTexts } from './prefs';
import { Store, useStore } from './store';

interface Toast { id: number; text: string; isBad: boolean; undo: (() => void) | null }

const SHOWN_MS = 7000;
const MANY = 4;
const shown = new Store<Toast[]>([]);
const timers = new Map<number, number>();
let lastId = 0;

function drop(id: number): void {
    window.clearTimeout(timers.get(id));
    timers.delete(id);
    shown.set(shown.value.filter((toast) => toast.id !== id));
}

function later(id: number): void {
    window.clearTimeout(timers.get(id));
    timers.set(id, window.setTimeout(() => drop(id), SHOWN_MS));
}

function put(toast: Omit<Toast, 'id'>): void {
    const id = ++lastId;
    shown.set([...shown.value, { ...toast, id }].slice(-MANY));
    later(id);
}

export const say = (text: string, undo: (() => void) | null = null): void => put({ text, isBad: false, undo });
export const complain = (text: string): void => put({ text, isBad: true, undo: null });

export function undoLast(): void {
    const last = [...shown.value].reverse().find((toast) => toast.undo);
    if (!last) return;
    drop(last.id);
    last.undo?.();
}

export function Toasts() {
    const t = useTexts(), toasts = useStore(shown);
    return (
        <div class="toasts" role="status" aria-live="polite">
            {toasts.map((toast) => (
                <p key={toast.id} class={toast.isBad ? 'toast bad' : 'toast'} onMouseEnter={() => window.clearTimeout(timers.get(toast.id))} onMouseLeave={() => later(toast.id)}>
                    <span>{toast.text}</span>
                    {toast.undo && <button type="button" onClick={() => { drop(toast.id); toast.undo?.(); }}>{t.undo}</button>}
                    <button type="button" class="quiet" aria-label={t.close} onClick={() => drop(toast.id)}>✕</button>
                </p>
            ))}
        </div>
    );
}
