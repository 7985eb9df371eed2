// SPDX-License-Identifier: Apache-2.0
#include "twins.h"

#include <stdbool.h>
#include <stddef.h>

#include "../base/mem.h"

struct twin {
    uint16_t rune;
    char latin;
};

// Sorted by rune. What NFKC maps by itself (full-width, mathematical, circled letters) is not here.
static const struct twin always[] = {
    {0x00d8, 'o'}, {0x00f8, 'o'}, {0x0110, 'd'}, {0x0111, 'd'}, {0x0126, 'h'}, {0x0127, 'h'}, {0x0131, 'i'},
    {0x0141, 'l'}, {0x0142, 'l'}, {0x0166, 't'}, {0x0167, 't'}, {0x0192, 'f'}, {0x0251, 'a'}, {0x0253, 'b'},
    {0x0257, 'd'}, {0x0261, 'g'}, {0x0262, 'g'}, {0x0269, 'i'}, {0x026a, 'i'}, {0x0274, 'n'}, {0x0280, 'r'},
    {0x028f, 'y'}, {0x0299, 'b'}, {0x029c, 'h'}, {0x029f, 'l'}, {0x1d00, 'a'}, {0x1d04, 'c'}, {0x1d05, 'd'},
    {0x1d07, 'e'}, {0x1d0a, 'j'}, {0x1d0b, 'k'}, {0x1d0d, 'm'}, {0x1d0f, 'o'}, {0x1d18, 'p'}, {0x1d1b, 't'},
    {0x1d1c, 'u'}, {0x1d20, 'v'}, {0x1d21, 'w'}, {0x1d22, 'z'}, {0xa730, 'f'}, {0xa731, 's'}};

// Greek and Cyrillic, both cases, by their looks.
static const struct twin beside[] = {
    {0x0391, 'a'}, {0x0392, 'b'}, {0x0395, 'e'}, {0x0396, 'z'}, {0x0397, 'h'}, {0x0399, 'i'}, {0x039a, 'k'},
    {0x039c, 'm'}, {0x039d, 'n'}, {0x039f, 'o'}, {0x03a1, 'p'}, {0x03a4, 't'}, {0x03a5, 'y'}, {0x03a7, 'x'},
    {0x03b1, 'a'}, {0x03b2, 'b'}, {0x03b3, 'y'}, {0x03b5, 'e'}, {0x03b7, 'n'}, {0x03b9, 'i'}, {0x03ba, 'k'},
    {0x03bc, 'u'}, {0x03bd, 'v'}, {0x03bf, 'o'}, {0x03c0, 'n'}, {0x03c1, 'p'}, {0x03c3, 'o'}, {0x03c4, 't'},
    {0x03c5, 'u'}, {0x03c7, 'x'}, {0x03c9, 'w'}, {0x03f2, 'c'}, {0x03f3, 'j'}, {0x03f9, 'c'}, {0x0404, 'e'},
    {0x0405, 's'}, {0x0406, 'i'}, {0x0408, 'j'}, {0x0410, 'a'}, {0x0412, 'b'}, {0x0413, 'r'}, {0x0415, 'e'},
    {0x0418, 'n'}, {0x041a, 'k'}, {0x041c, 'm'}, {0x041d, 'h'}, {0x041e, 'o'}, {0x041f, 'n'}, {0x0420, 'p'},
    {0x0421, 'c'}, {0x0422, 't'}, {0x0423, 'y'}, {0x0425, 'x'}, {0x0428, 'w'}, {0x042c, 'b'}, {0x042f, 'r'},
    {0x0430, 'a'}, {0x0432, 'b'}, {0x0433, 'r'}, {0x0435, 'e'}, {0x0438, 'n'}, {0x043a, 'k'}, {0x043c, 'm'},
    {0x043d, 'h'}, {0x043e, 'o'}, {0x043f, 'n'}, {0x0440, 'p'}, {0x0441, 'c'}, {0x0442, 't'}, {0x0443, 'y'},
    {0x0445, 'x'}, {0x0448, 'w'}, {0x044c, 'b'}, {0x044f, 'r'}, {0x0454, 'e'}, {0x0455, 's'}, {0x0456, 'i'},
    {0x0458, 'j'}, {0x0461, 'w'}, {0x0475, 'v'}, {0x0492, 'f'}, {0x0493, 'f'}, {0x04ae, 'y'}, {0x04af, 'y'},
    {0x04ba, 'h'}, {0x04bb, 'h'}, {0x04bd, 'e'}, {0x04c0, 'l'}, {0x04cf, 'l'}, {0x0500, 'd'}, {0x0501, 'd'},
    {0x051a, 'q'}, {0x051b, 'q'}, {0x051c, 'w'}, {0x051d, 'w'}};

static char find(const struct twin *twins, size_t count, uint32_t rune) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (twins[middle].rune == rune)
            return twins[middle].latin;
        if (twins[middle].rune < rune)
            low = middle + 1;
        else
            high = middle;
    }
    return '\0';
}

// White letters on a black disc or square: U+1F150 and U+1F170, from A on.
static char boxed(uint32_t rune) {
    uint32_t letter = rune >= 0x1f170 ? rune - 0x1f170 : rune - 0x1f150;
    return rune >= 0x1f150 && letter < 26 ? (char)('a' + letter) : '\0';
}

char twin_always(uint32_t rune) {
    if (rune > 0xffff)
        return boxed(rune);
    bool is_there = rune < 0x2a0 || (rune >= 0x1d00 && rune < 0x1d23) || rune == 0xa730 || rune == 0xa731;
    return is_there ? find(always, COUNT_OF(always), rune) : '\0';
}

char twin_of(uint32_t rune) {
    return rune >= 0x391 && rune <= 0x51d ? find(beside, COUNT_OF(beside), rune) : '\0';
}
