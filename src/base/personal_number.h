// Does a text hold a number of a person? Such numbers are kept sealed; in a text that stands in clear (a reason, a
// note, a number of a household) they have no business.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace gulou {

// True for a text in which an ID number stands (GB 11643: 18 characters, 17 without the check character, 15 of the old
// ones; the province and the date of birth must be such) or a mobile number of 11 digits, also with its country code;
// whether full-width or with blanks, dashes, dots or brackets between. Landlines, dates, codes of divisions and numbers
// of documents are none.
bool holds_personal_number(std::string_view text);

// The refusal: rule "personal_number".
FieldError personal_number_refused(std::string pointer);

}  // namespace gulou
