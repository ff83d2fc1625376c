#!/bin/sh
# ./run bench [facts|page|net|attach|proof|crawl|polite|judge|office|typo]: the figures that the README and the notes quote. usage: run.sh BUILD SOURCE [ITEM]
set -u
build=$1
source=$2
item=${3:-all}
wants() {
    [ "$item" = all ] || [ "$item" = "$1" ]
}

if wants facts; then
    echo "== facts off real pages (../shared/pages)"
    "$build/test_page_labels" 2>/dev/null | grep -v '^\['
fi
if wants page; then
    echo "== reading a page"
    site=$(mktemp -d)
    python3 "$source/tests/bench/make_site.py" "$site" 500 1 2 3
    find "$site/www/art" -name '*.html' | head -200 | xargs "$build/bench_page_read" 50
    rm -rf "$site"
fi
if wants net; then
    echo "== URLs"
    "$build/bench_net_url"
fi
if wants proof; then
    echo "== proofreading: the dictionary pass and the rules"
    text=$(mktemp)
    laws=$source/../shared/proof/law_text.txt.gz
    if [ -f "$laws" ]; then
        gzip -dc "$laws" | head -c 20000000 >"$text"
    else
        for i in 1 2 3 4 5 6 7 8 9 10; do find "$source/data/demo" -name '*.pages' -exec cat {} +; done >"$text"
    fi
    "$build/bench_proof_lexicon" "$source/data/lexicon" "$text"
    news=$source/../shared/proof/clean_xxqg.tsv
    if [ -f "$news" ]; then
        echo "== wrong characters: sentences of government news, without and with laws as texts of the field"
        new=$(mktemp)
        cut -f1 "$news" >"$new"
        "$build/bench_speller_read" "$build/speller.bin" "$source/data/speller.txt" "$new" "$text"
        rm -f "$new"
    fi
    rm -f "$text"
fi
if wants attach; then
    echo "== attachments, each in a process of its own"
    find "$source/tests/sites/personal-data/hit-attachments/www" -name 'mingdan.*' | sort | xargs "$build/bench_attach_pool"
fi
if wants crawl; then
    echo "== a site of 20,000 pages on loopback"
    python3 "$source/tests/bench/crawl.py" "$build/xunjian" "${PAGES:-20000}"
fi
if wants polite; then
    echo "== 300 sites, 200 ms away, 2 requests/s an address"
    python3 "$source/tests/bench/polite.py" "$build/xunjian"
fi
if wants judge; then
    echo "== a round of 1,000 sites, 10,000 accounts and 1,000,000 findings: opened, judged, frozen, its notice"
    store=$(mktemp -d)
    export XUNJIAN_DATA="$source/data"
    python3 "$source/tests/bench/gen_judge.py" "$build/xunjian" "$store/a.db" 1000 1000000 10000
    python3 "$source/tests/bench/judge.py" "$build/xunjian" "$store/a.db"
    rm -rf "$store"
fi
if wants office; then
    echo "== what pages ask of a store of 1,000 sites, 10,000 accounts and 1,000,000 findings; 50 users"
    store=$(mktemp -d)
    "$build/bench_desk_query" "$store/xunjian.db" 1000 1000000
    "$build/bench_store_probe" "$store/xunjian.db" 1000
    XUNJIAN_DATA="$source/data" python3 "$source/tests/bench/office.py" "$build/xunjian" "$source" "$store"
    rm -rf "$store"
fi
if wants typo; then
    echo "== wrong characters (../shared/proof; strict scorer)"
    sh "$source/tests/bench/typo.sh" "$build/xunjian" "$source/../shared/proof"
    echo "== misspelt English (Debian's licences, a slip planted in each paragraph)"
    XUNJIAN_DATA="$source/data" python3 "$source/tests/bench/english.py" "$build/xunjian"
fi
