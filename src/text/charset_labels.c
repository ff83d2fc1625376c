#include "base/base.h"

#include "text/charset_labels.h"

/* glibc knows no x-gbk, gb_2312-80, x-x-big5 or chinese, so labels never reach it. */
const struct charset_entry charset_table[] = {
    { "utf-8", NULL,
      "utf-8 utf8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8 utf-8-sig" },
    { "gbk", "GB18030",
      "gbk gb2312 gb_2312 gb_2312-80 chinese csgb2312 csiso58gb231280 iso-ir-58 x-gbk cp936 "
      "euc-cn gb-2312 gb2312-80 ms936 windows-936" },
    { "gb18030", "GB18030", "gb18030 gb-18030 gb18030-2000" },
    { "big5", "BIG5-HKSCS", "big5 big5-hkscs cn-big5 csbig5 x-x-big5 big-5 cp950" },
    { "utf-16le", "UTF-16LE",
      "utf-16le utf-16 csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf16" },
    { "utf-16be", "UTF-16BE", "utf-16be unicodefffe" },
    { "windows-1252", "WINDOWS-1252",
      "windows-1252 ascii us-ascii iso-8859-1 iso8859-1 iso88591 iso_8859-1 iso_8859-1:1987 l1 "
      "latin1 ansi_x3.4-1968 cp1252 cp819 csisolatin1 ibm819 iso-ir-100 x-cp1252" },
    { "iso-8859-2", "ISO-8859-2",
      "iso-8859-2 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2 csisolatin2 "
      "iso-ir-101" },
    { "iso-8859-3", "ISO-8859-3", "iso-8859-3 iso8859-3 iso88593 iso_8859-3 l3 latin3" },
    { "iso-8859-4", "ISO-8859-4", "iso-8859-4 iso8859-4 iso88594 iso_8859-4 l4 latin4" },
    { "iso-8859-5", "ISO-8859-5", "iso-8859-5 iso8859-5 iso88595 iso_8859-5 cyrillic" },
    { "iso-8859-6", "ISO-8859-6", "iso-8859-6 iso8859-6 iso88596 iso_8859-6 arabic" },
    { "iso-8859-7", "ISO-8859-7", "iso-8859-7 iso8859-7 iso88597 iso_8859-7 greek greek8" },
    { "iso-8859-8", "ISO-8859-8", "iso-8859-8 iso8859-8 iso88598 iso_8859-8 hebrew visual" },
    { "iso-8859-8-i", "ISO-8859-8", "iso-8859-8-i csiso88598i logical" },
    { "iso-8859-10", "ISO-8859-10", "iso-8859-10 iso8859-10 iso885910 l6 latin6" },
    { "iso-8859-13", "ISO-8859-13", "iso-8859-13 iso8859-13 iso885913" },
    { "iso-8859-14", "ISO-8859-14", "iso-8859-14 iso8859-14 iso885914" },
    { "iso-8859-15", "ISO-8859-15", "iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9" },
    { "iso-8859-16", "ISO-8859-16", "iso-8859-16" },
    { "ibm866", "CP866", "ibm866 866 cp866 csibm866" },
    { "koi8-r", "KOI8-R", "koi8-r koi koi8 koi8_r cskoi8r" },
    { "koi8-u", "KOI8-U", "koi8-u koi8-ru" },
    { "macintosh", "MACINTOSH", "macintosh mac x-mac-roman csmacintosh" },
    { "windows-874", "CP874", "windows-874 dos-874 tis-620 iso-8859-11 iso8859-11 iso885911" },
    { "windows-1250", "WINDOWS-1250", "windows-1250 cp1250 x-cp1250" },
    { "windows-1251", "WINDOWS-1251", "windows-1251 cp1251 x-cp1251" },
    { "windows-1253", "WINDOWS-1253", "windows-1253 cp1253 x-cp1253" },
    { "windows-1254", "WINDOWS-1254",
      "windows-1254 cp1254 x-cp1254 iso-8859-9 iso8859-9 iso88599 iso_8859-9 l5 latin5" },
    { "windows-1255", "WINDOWS-1255", "windows-1255 cp1255 x-cp1255" },
    { "windows-1256", "WINDOWS-1256", "windows-1256 cp1256 x-cp1256" },
    { "windows-1257", "WINDOWS-1257", "windows-1257 cp1257 x-cp1257" },
    { "windows-1258", "WINDOWS-1258", "windows-1258 cp1258 x-cp1258" },
    { "x-mac-cyrillic", "MAC-CYRILLIC", "x-mac-cyrillic x-mac-ukrainian" },
    { "euc-jp", "EUC-JP", "euc-jp x-euc-jp cseucpkdfmtjapanese" },
    { "iso-2022-jp", "ISO-2022-JP", "iso-2022-jp csiso2022jp" },
    { "shift_jis", "CP932",
      "shift_jis shift-jis sjis x-sjis ms_kanji ms932 windows-31j csshiftjis" },
    { "euc-kr", "CP949",
      "euc-kr korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949 cseuckr "
      "csksc56011987 iso-ir-149" },
};

const size_t charset_table_n = COUNT_OF(charset_table);
