/* Numbers that name a person or an account, told by their own arithmetic. ASCII digits only. */
#ifndef XJ_TEXT_IDENTITY_H
#define XJ_TEXT_IDENTITY_H

#include "base/base.h"
#include "base/str.h"

/*
 * A citizen's identity number (GB 11643): 18 characters, a region of the country, a day of birth
 * that exists and is not after `today`, and the right check character.
 */
bool identity_is_citizen(struct str s, int32_t today);
/* The old form of 15 digits: it has no check character, so what stands around it must say so. */
bool identity_is_old_citizen(struct str s, int32_t today);
/* A unified social credit code (GB 32100): 18 characters with the right check character. */
bool identity_is_credit_code(struct str s);
/* A bank card (GB/T 14504): 16 to 19 digits of an issuer that deals with people in China, and the
 * right check digit. */
bool identity_is_bank_card(struct str s);
/* A mobile number: 11 digits of a range that is given out in China. */
bool identity_is_mobile(struct str s);

/*
 * Bytes of the person's name that s begins with, by its shape: a surname and one or two characters
 * (two surnames of two characters, three bytes each), followed by no further Chinese character.
 * 0: none.
 */
size_t identity_person_name(struct str s);

#endif
