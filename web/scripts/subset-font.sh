#!/bin/sh
# Makes src/assets/fonts/inter-*.woff2 from Debian's fonts-inter.
# Needs: fonts-inter python3-fonttools python3-brotli. The results are committed, so a build does not run this.
set -eu
cd "$(dirname "$0")/../src/assets/fonts"
glyphs="U+0020-007E,U+00A0-00FF,U+0131,U+0152-0153,U+02C6,U+02DA,U+02DC,U+2009,U+200A,U+2010-2015,U+2018-201E"
glyphs="$glyphs,U+2020-2022,U+2026,U+202F,U+2030,U+2032-2033,U+2039-203A,U+2044,U+20AC,U+2080-2089,U+2190-2193"
glyphs="$glyphs,U+2197,U+2212,U+2215,U+2248,U+2260,U+2264-2265,U+25B2,U+25BC"
for pair in 400:Regular 500:Medium 600:SemiBold; do
    /usr/bin/python3 -m fontTools.subset "/usr/share/fonts/opentype/inter/Inter-${pair#*:}.otf" \
        --unicodes="$glyphs" --layout-features='kern,liga,calt,tnum,ccmp,locl,mark,mkmk,case,ss03,cv11' \
        --flavor=woff2 --output-file="inter-${pair%%:*}.woff2"
done
