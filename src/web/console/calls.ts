// SPDX-License-Identifier: Apache-2.0
// The calls of /api/v1 that the console makes, and what they answer as types. Unknown members are ignored.
import { call, isObject, type Members } from './api';

export type Role = 'viewer' | 'operator' | 'editor' | 'admin';
export const ROLES: readonly Role[] = ['viewer', 'operator', 'editor', 'admin'];
export const isAtLeast = (role: Role, least: Role): boolean => ROLES.indexOf(role) >= ROLES.indexOf(least);

export interface Me { name: string; role: Role; csrf: string; hasTotp: boolean }
export interface SignedIn { id: string; isOwn: boolean; since: number | null; seen: number | null; address: string; agent: string }
export interface Operator { id: string; name: string; role: Role; isDisabled: boolean; hasTotp: boolean; hasPassword: boolean; since: number | null }
export interface Linked { name: string; link: string }
export interface Enrolment { secret: string; uri: string }

export interface Candidate {
    id: string; kind: string; title: string; verdict: string | null; asOf: string | null; isExpired: boolean;
    score: number; probability: number; reasons: string[]; features: [string, number][];
}
export interface Step { step: string; from: string; to: string }
export interface Judged { text: string; judgement: string; of: string }
export interface Answer {
    text: string; lang: string; outcome: string; rule: string; intent: string | null; reply: string; buttons: string[];
    facts: Candidate[]; links: Judged[]; numbers: Judged[]; steps: Step[]; candidates: Candidate[];
}

const object = (value: unknown): Members => (isObject(value) ? value : {});
const text = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '');
const textOrNull = (value: unknown): string | null => text(value) || null;
const number = (value: unknown): number => (typeof value === 'number' ? value : 0);
const time = (value: unknown): number | null => Date.parse(text(value)) || null;
const list = (value: unknown): Members[] => (Array.isArray(value) ? value.filter(isObject) : []);
const names = (value: unknown): string[] => (Array.isArray(value) ? value.map(text) : []);
const role = (value: unknown): Role => ROLES.find((known) => known === value) ?? 'viewer';

function readMe(value: unknown): Me {
    const m = object(value), who = object(m['operator']);
    return { name: text(who['name']), role: role(who['role']), csrf: text(m['csrf']), hasTotp: who['totp'] === true };
}

function readSignedIn(m: Members): SignedIn {
    return {
        id: text(m['id']), isOwn: m['current'] === true, since: time(m['created']), seen: time(m['seen']),
        address: text(m['address']), agent: text(m['agent']),
    };
}

function readOperator(m: Members): Operator {
    return {
        id: text(m['id']), name: text(m['name']), role: role(m['role']), isDisabled: m['disabled'] === true,
        hasTotp: m['totp'] === true, hasPassword: m['password'] === true, since: time(m['created']),
    };
}

function readCandidate(m: Members): Candidate {
    return {
        id: text(m['id']), kind: text(m['kind']), title: text(m['title']), verdict: textOrNull(m['verdict']), asOf: textOrNull(m['as_of']),
        isExpired: m['expired'] === true, score: number(m['score']), probability: number(m['probability']), reasons: names(m['reasons']),
        features: Object.entries(object(m['features'])).map(([name, value]): [string, number] => [name, number(value)]),
    };
}

function readAnswer(value: unknown): Answer {
    const m = object(value), reply = object(m['reply']);
    return {
        text: text(m['text']), lang: text(m['lang']), outcome: text(m['outcome']), rule: text(m['rule']), intent: textOrNull(m['intent']),
        reply: text(reply['text']), buttons: list(reply['buttons']).map((b) => text(b['title'])), facts: list(m['facts']).map(readCandidate),
        links: list(m['links']).map((l) => ({ text: text(l['url']), judgement: text(l['judgement']), of: text(l['of']) })),
        numbers: list(m['numbers']).map((n) => ({ text: text(n['text']), judgement: text(n['judgement']), of: text(n['fact']) })),
        steps: list(m['steps']).map((s) => ({ step: text(s['step']), from: text(s['from']), to: text(s['to']) })),
        candidates: list(m['candidates']).map(readCandidate),
    };
}

// The service need not know by which address it is reached: the link is a path then.
const readLinked = (value: unknown): Linked => {
    const m = object(value);
    return { name: text(object(m['operator'])['name']), link: new URL(text(m['link']), location.href).href };
};
const part = encodeURIComponent;

export const calls = {
    session: async (): Promise<Me> => readMe(await call('GET', '/session', undefined, { isSignIn: true })),
    signIn: (name: string, password: string, code: string) =>
        call('POST', '/session', code ? { name, password, code } : { name, password }, { isSignIn: true }),
    signOut: () => call('DELETE', '/session', undefined, { isSignIn: true }),
    // False: the password is set, and the second factor is still asked for.
    useLink: async (token: string, password: string): Promise<boolean> =>
        object(await call('POST', '/session/link', { token, password }, { isSignIn: true }))['signed_in'] === true,
    mySessions: async (): Promise<SignedIn[]> => list(object(await call('GET', '/me/sessions'))['sessions']).map(readSignedIn),
    endSession: (id: string) => call('DELETE', `/me/sessions/${part(id)}`),
    endOtherSessions: () => call('DELETE', '/me/sessions'),
    changePassword: (old: string, password: string) => call('POST', '/me/password', { password: old, new: password }),
    enrol: async (): Promise<Enrolment> => {
        const m = object(await call('POST', '/me/totp', {}));
        return { secret: text(m['secret']), uri: text(m['uri']) };
    },
    confirmTotp: async (code: string): Promise<string[]> => names(object(await call('POST', '/me/totp/confirm', { code }))['recovery']),
    dropTotp: () => call('DELETE', '/me/totp'),
    operators: async (): Promise<Operator[]> => list(object(await call('GET', '/operators'))['operators']).map(readOperator),
    addOperator: async (name: string, as: Role): Promise<Linked> => readLinked(await call('POST', '/operators', { name, role: as })),
    relink: async (id: string, isTotpOff: boolean): Promise<Linked> => readLinked(await call('POST', `/operators/${part(id)}/link`, { without_totp: isTotpOff })),
    changeOperator: (id: string, change: { role?: Role; disabled?: boolean }) => call('PATCH', `/operators/${part(id)}`, change),
    ask: async (question: { text: string; lang?: string; at?: string }): Promise<Answer> => readAnswer(await call('POST', '/ask?explain=1', question)),
};
