// SPDX-License-Identifier: Apache-2.0
// Times in the zone of whoever looks. Indonesia's three zones have names of their own, which browsers give only in
// Indonesian and not for every place.
import type { Lang } from '../shared/protocol';

const names: Record<string, string> = {
    'Asia/Jakarta': 'WIB', 'Asia/Pontianak': 'WIB',
    'Asia/Makassar': 'WITA', 'Asia/Ujung_Pandang': 'WITA',
    'Asia/Jayapura': 'WIT',
};
const locales: Record<Lang, string> = { id: 'id-ID', en: 'en-GB' };

export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

export function zoneName(at: number, lang: Lang, zone: string = ownZone()): string {
    const own = names[zone];
    if (own) return own;
    const parts = new Intl.DateTimeFormat(locales[lang], { timeZone: zone, timeZoneName: 'short' }).formatToParts(at);
    return parts.find((part) => part.type === 'timeZoneName')?.value ?? zone;
}

const dayOf = (at: number, zone: string): string => new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(at);

export function date(at: number, lang: Lang, zone: string = ownZone()): string {
    return new Intl.DateTimeFormat(locales[lang], { timeZone: zone, day: 'numeric', month: 'short', year: 'numeric' }).format(at);
}

export function clock(at: number, lang: Lang, zone: string = ownZone()): string {
    const time = new Intl.DateTimeFormat(locales[lang], { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);
    return `${time} ${zoneName(at, lang, zone)}`;
}

// The clock alone today, the day before it otherwise.
export function moment(at: number, lang: Lang, now: number = Date.now(), zone: string = ownZone()): string {
    const time = clock(at, lang, zone);
    return dayOf(at, zone) === dayOf(now, zone) ? time : `${date(at, lang, zone)}, ${time}`;
}

export const full = (at: number, lang: Lang, zone: string = ownZone()): string => `${date(at, lang, zone)}, ${clock(at, lang, zone)}`;

const steps: readonly [Intl.RelativeTimeFormatUnit, number][] = [['day', 86400e3], ['hour', 3600e3], ['minute', 60e3]];

// "3 minutes ago"; under a minute it is now.
export function ago(at: number, lang: Lang, now: number = Date.now()): string {
    const format = new Intl.RelativeTimeFormat(locales[lang], { numeric: 'auto' });
    for (const [unit, length] of steps)
        if (Math.abs(now - at) >= length) return format.format(Math.trunc((at - now) / length), unit);
    return format.format(0, 'second');
}
