// Telephone numbers of China, stored as E.164. Pure.
#pragma once

#include <string>
#include <string_view>

#include "spine/people/finding.h"

namespace gulou::people {

// A mobile number (1[3-9] and nine more digits) or a landline with its area code (0855-1234567), with or without +86,
// blanks, dashes, brackets and the 0 that some write before a mobile: "+8613812341234", "+868551234567". Findings:
// "phone.from_spreadsheet", "phone.characters", "phone.area_code" (a landline without one), "phone.landline" (no area
// code has that form, or what follows it is no number), "phone.service" (400 and 800: a company's), "phone.extension",
// "phone.several" (two numbers), "phone.length".
Checked<std::string> read_phone(std::string_view typed);

// May get text messages.
bool is_mobile(std::string_view e164);

// As people dial it within the country: 0855-1234567; mobile numbers without +86.
std::string dialled(std::string_view e164);

// 138****1234, 0855****567; the whole of what is no number is hidden.
std::string masked_phone(std::string_view e164);

}  // namespace gulou::people
