// SPDX-License-Identifier: Apache-2.0
// What pages need again and again.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { ApiError, line } from './api';
import { drafts } from './memory';
import { session } from './session';
import { texts } from './prefs';
import { Store } from './store';
import { complain } from './toasts';

export function useTitle(title: string): void {
    useEffect(() => { document.title = title ? `${title} · lurus` : 'lurus'; }, [title]);
}

// The text for an error, in the language of the page.
export function wordsOf(error: unknown): string {
    const t = texts();
    if (!(error instanceof ApiError)) return t.problem['unknown'] ?? '';
    const known = t.problem[error.code] ?? t.problem[`status_${error.status}`];
    if (known) return known;
    return error.status >= 500 ? t.problem['status_500'] ?? '' : `${t.problem['unknown'] ?? ''} ${error.detail}`.trim();
}

export function report(error: unknown): void {
    const hasLost = error instanceof ApiError && error.status === 401; // the sign-in says so
    if (!hasLost) complain(wordsOf(error));
}

export interface Resource<T> { value: T | null; error: unknown; isLoading: boolean; reload: () => void; set: (value: T) => void }

// Something read from the service: again when the line comes back or somebody signs in again.
export function useResource<T>(load: () => Promise<T>): Resource<T> {
    const [state, setState] = useState<{ value: T | null; error: unknown; isLoading: boolean }>({ value: null, error: null, isLoading: true });
    const turn = useRef(0), loader = useRef(load);
    loader.current = load;
    const reload = useCallback(() => {
        const mine = ++turn.current;
        setState((old) => ({ ...old, isLoading: true }));
        loader.current().then(
            (value) => { if (mine === turn.current) setState({ value, error: null, isLoading: false }); },
            (error: unknown) => { if (mine === turn.current) setState((old) => ({ ...old, error, isLoading: false })); },
        );
    }, []);
    useEffect(() => {
        reload();
        const stops = [line.follow((now) => { if (now === 'open') reload(); }), session.follow((now) => { if (now.is === 'in') reload(); })];
        return () => { turn.current++; stops.forEach((stop) => stop()); };
    }, [reload]);
    return { ...state, reload, set: (value) => { turn.current++; setState({ value, error: null, isLoading: false }); } };
}

// One press, one request: `run` rests while it runs.
export function useTask<A extends unknown[]>(task: (...args: A) => Promise<void>): { run: (...args: A) => void; isBusy: boolean; error: unknown; clear: () => void } {
    const [state, setState] = useState<{ isBusy: boolean; error: unknown }>({ isBusy: false, error: null });
    const isBusy = useRef(false);
    const run = (...args: A): void => {
        if (isBusy.current) return;
        isBusy.current = true;
        setState({ isBusy: true, error: null });
        task(...args).then(() => null, (error: unknown) => error).then((error) => {
            isBusy.current = false;
            setState({ isBusy: false, error });
        });
    };
    return { ...state, run, clear: () => setState({ isBusy: false, error: null }) };
}

// A text that outlives the page: kept in this tab until it is closed.
export function useDraft(key: string, first = ''): [string, (value: string) => void] {
    const [value, setValue] = useState(() => drafts.get(key) ?? first);
    return [value, (next) => {
        setValue(next);
        drafts.set(key, next === first ? null : next);
    }];
}

// The time, for words like "3 minutes ago".
const now = new Store(Date.now());
let ticking = 0;
export function useNow(): number {
    const [at, setAt] = useState(now.value);
    useEffect(() => {
        if (!ticking++) timer = window.setInterval(() => now.set(Date.now()), 30000);
        const stop = now.follow(setAt);
        return () => {
            stop();
            if (!--ticking) window.clearInterval(timer);
        };
    }, []);
    return at;
}
let timer = 0;
