// SPDX-License-Identifier: Apache-2.0
// Requests to /api/v1. Errors are problem+json with a stable code. What only reads is tried again by itself; what
// writes is tried again only where the service said that it has done nothing.
import { Store } from './store';

export type Members = Record<string, unknown>;

const TIMEOUT_MS = 20000;
const TRIES = 4;
const LONGEST_MS = 10000;

// status 0: nobody answered.
export class ApiError extends Error {
    constructor(readonly status: number, readonly code: string, readonly detail: string, readonly retryAfter: number | null) {
        super(`${status} ${code}`);
    }
}

export type Line = 'open' | 'offline' | 'unreachable';
export const line = new Store<Line>(navigator.onLine ? 'open' : 'offline');

// What the session lends to each request, and hears from its answers; session.ts sets it.
export const guard = {
    csrf: (): string | null => null,
    renew: async (): Promise<void> => undefined, // the token was refused: get another
    ended: (): void => undefined,
};

export const isObject = (value: unknown): value is Members => typeof value === 'object' && value !== null && !Array.isArray(value);
export const sleep = (ms: number): Promise<void> => new Promise((done) => { window.setTimeout(done, ms); });
// The n-th wait: doubled each time, and apart from everybody else's.
export const backoff = (n: number, first: number, longest: number): number => Math.min(longest, first * 2 ** n) * (0.5 + Math.random() / 2);

function seconds(value: string | null): number | null {
    return value !== null && /^\d{1,6}$/.test(value) ? Number(value) : null;
}

async function read(response: Response): Promise<unknown> {
    const text = await response.text();
    if (!text) return null;
    try {
        return JSON.parse(text) as unknown;
    } catch {
        return null;
    }
}

async function send(method: string, path: string, body: unknown): Promise<unknown> {
    const headers: Record<string, string> = { Accept: 'application/json' };
    const csrf = guard.csrf(), stop = new AbortController();
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    if (csrf !== null && method !== 'GET') headers['X-CSRF-Token'] = csrf;
    const timer = window.setTimeout(() => stop.abort(), TIMEOUT_MS);
    let response: Response, value: unknown;
    try {
        const init: RequestInit = { method, headers, credentials: 'same-origin', cache: 'no-store', redirect: 'error', signal: stop.signal };
        if (body !== undefined) init.body = JSON.stringify(body);
        response = await fetch(`/api/v1${path}`, init);
        value = await read(response);
    } catch {
        line.set(navigator.onLine ? 'unreachable' : 'offline');
        throw new ApiError(0, 'unreachable', '', null);
    } finally {
        window.clearTimeout(timer);
    }
    line.set('open');
    if (response.ok) return value;
    const code = isObject(value) && typeof value['code'] === 'string' ? value['code'] : `status_${response.status}`;
    const detail = isObject(value) && typeof value['detail'] === 'string' ? value['detail'] : '';
    throw new ApiError(response.status, code, detail, seconds(response.headers.get('Retry-After')));
}

// Milliseconds until the next try, null when there is none.
function waitFor(error: ApiError, method: string, tried: number): number | null {
    const hasNotBeenDone = error.status === 503 || (method === 'GET' && (error.status === 0 || error.status === 502 || error.status === 504));
    if (!hasNotBeenDone || tried + 1 >= TRIES) return null;
    const asked = (error.retryAfter ?? 0) * 1000;
    return asked > LONGEST_MS ? null : Math.max(asked, backoff(tried, 400, LONGEST_MS));
}

export interface Options {
    isSignIn?: boolean; // a 401 answers what was asked, and ends no session
}

export async function call(method: string, path: string, body?: unknown, options: Options = {}): Promise<unknown> {
    let isRenewed = false;
    for (let tried = 0; ; tried++) {
        try {
            return await send(method, path, body);
        } catch (error) {
            if (!(error instanceof ApiError)) throw error;
            if (error.status === 401 && !options.isSignIn) guard.ended();
            if (error.code === 'csrf' && !isRenewed) {
                isRenewed = true;
                await guard.renew();
                continue;
            }
            // What anybody may ask in part is not refused by 401 when the session is over.
            if (error.code === 'forbidden') {
                await guard.renew();
                if (guard.csrf() === null) throw new ApiError(401, 'no_session', '', null);
            }
            const wait = waitFor(error, method, tried);
            if (wait === null) throw error;
            await sleep(wait);
        }
    }
}

// While nobody answers, asks whether somebody is there again.
export function watchLine(): void {
    let timer = 0, tries = 0;
    const knock = async (): Promise<void> => {
        try {
            await fetch('/healthz', { cache: 'no-store' });
            line.set('open');
        } catch {
            timer = window.setTimeout(() => void knock(), backoff(tries++, 1000, 30000));
        }
    };
    line.follow((value) => {
        window.clearTimeout(timer);
        tries = 0;
        if (value === 'unreachable') timer = window.setTimeout(() => void knock(), backoff(0, 1000, 30000));
    });
    window.addEventListener('offline', () => line.set('offline'));
    window.addEventListener('online', () => { line.set('unreachable'); window.clearTimeout(timer); void knock(); });
}
