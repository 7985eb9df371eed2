// SPDX-License-Identifier: Apache-2.0
// Line drawings on a field of 24 × 24; screen readers pass them by.
const paths = {
    ask: 'M4 5h16v11H9l-5 4z M8 9h8 M8 12h5',
    people: 'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z M2.5 20c0-3.5 2.9-6 6.5-6s6.5 2.5 6.5 6 M16 4.5a3.5 3.5 0 0 1 0 6.5 M18 14.4c2.2.8 3.5 2.9 3.5 5.6',
    about: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z M12 11v5.5 M12 7.5v.1',
    person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8z M4.5 20.5c0-3.9 3.4-6.5 7.5-6.5s7.5 2.6 7.5 6.5',
    keys: 'M3 6.5h18v11H3z M7 10h.1 M11 10h.1 M15 10h.1 M17 13.8h.1 M7 13.8h7',
    leave: 'M14 4H5v16h9 M10 12h10 M16.5 8.5 20 12l-3.5 3.5',
    menu: 'M4 7h16 M4 12h16 M4 17h16',
    system: 'M3 5h18v11H3z M9 20h6 M12 16v4',
    light: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8z M12 2.5v2 M12 19.5v2 M2.5 12h2 M19.5 12h2 M5.3 5.3l1.4 1.4 M17.3 17.3l1.4 1.4 M5.3 18.7l1.4-1.4 M17.3 6.7l1.4-1.4',
    dark: 'M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z',
    world: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z M3 12h18 M12 3c3 2.6 3 15.4 0 18 M12 3c-3 2.6-3 15.4 0 18',
    copy: 'M9 9h11v11H9z M15 9V4H4v11h5',
    done: 'M4.5 12.5l5 5 10-11',
    ring: 'M12 18a6 6 0 1 0 0-12 6 6 0 0 0 0 12z',
    warn: 'M12 3.5 22 20.5H2z M12 10v4.5 M12 17.6v.1',
    send: 'M4 12 20 4l-5 16-3.5-6.5z M11.5 13.5 20 4',
    open: 'M9 6l6 6-6 6',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }) {
    return <svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d={paths[name]} /></svg>;
}
