// SPDX-License-Identifier: Apache-2.0
// The model: every number that orders candidates and decides. Read from intents/match.tsv. Pure.
#ifndef ENGINE_WEIGHTS_H
#define ENGINE_WEIGHTS_H

// What is known of a candidate. The phrase is the title, or a keyword that fits better; shares are of idf masses.
// Names stand in match.tsv.
enum model_feature {
    // how the fact fits the query: for the order
    FEATURE_SUM,      // ln(1 + BM25 sum); masses that are no shares are in words that one fact holds
    FEATURE_QUERY,    // of the query, what the fact holds
    FEATURE_ABOUT,    // of the query, what the phrase holds
    FEATURE_RAREST,   // of the query's three rarest words, what the fact holds
    FEATURE_TITLE,    // of the phrase, what the query holds
    FEATURE_RARE,     // the same with squares of the idf: rare words count more
    FEATURE_SOFT,     // the same, in a short query words that only look alike count by their 4-grams
    FEATURE_SLIPS,    // of a short query, what the phrase holds only by a slip of the finger
    FEATURE_REPEATED, // the same, words that the query repeats count more
    FEATURE_HELD,     // ln(1 + idf mass of the phrase that the query holds)
    FEATURE_BODY,     // ln(1 + bytes of the fact's other texts): long ones hold any word
    FEATURE_GRAMS,    // cosine of character 4-grams with the phrase
    FEATURE_ORDER,    // neighbours of the query that are neighbours in the phrase, as a share
    FEATURE_RUN,      // ln(1 + words of the longest common run)
    FEATURE_PASSAGE,  // the heaviest common run, as a share of the phrase
    FEATURE_NUMBERS,  // numbers of the query that the fact lacks, as a share
    FEATURE_VARIANTS, // 1 when the fact has texts that circulate
    // how sure that is: for the probability
    FEATURE_COPY,     // ln(1 + pairs of words of the query that stand in a text that circulates)
    FEATURE_COPIED,   // their share, by how many pairs there are
    FEATURE_FIT,      // square root of `query` and `title`
    FEATURE_BOTH,     // `about` and `title`
    FEATURE_LONG,     // `query` by ln(1 + words)
    FEATURE_MISSING,  // ln of what `query` lacks
    FEATURE_WORDS,    // words of the query that the fact holds, up to 4
    FEATURE_RANK,     // the score of the order / 10
    FEATURE_MARGIN,   // how far it leads before the next that says something else
    FEATURE_THIRD,    // and before the one after that, up to 6
    FEATURE_LEAD,     // by how much more of the query it holds than any other
    FEATURES
};
extern const char *const model_feature_names[FEATURES];

// Every number that orders and decides is two: for a message of one or two words, and for a long one; between them it
// changes with the length.
enum { LENGTHS = 2 };
struct model {
    double k1, b, title;                            // BM25, and the weight of the title field
    double bias[LENGTHS], weights[LENGTHS][FEATURES]; // of the probability
    double ranks[LENGTHS][FEATURES];                // of the order among the candidates
    double answer[LENGTHS], offer[LENGTHS];         // thresholds of the probability
    double gate_words, gate_answer, gate_offer;     // up to so many words a query must be held to this share
};

// Reads "name<TAB>number" or "name<TAB>short<TAB>long"; the line is destroyed. NULL, or what is wrong with it.
const char *weights_read(struct model *m, char *line);
// How long a message of so many words is: 0…1.
double weights_length(double words);
double weights_between(const double pair[LENGTHS], double length);

#endif
