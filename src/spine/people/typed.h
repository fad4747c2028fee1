// Internal to people: text as it comes from keyboards and spreadsheets.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gulou::people {

// Without white space at both ends, full-width letters, digits and signs made ASCII, upper case. Spaces of every width
// become plain ones, and characters of no width are left out: they come with what is pasted from a chat or a page, and
// nobody sees them. "" for what is not UTF-8.
std::string normalised(std::string_view typed);
// 5.22601E+17, 5.22601E17: what a spreadsheet makes of a long number. The digits behind it are lost.
bool is_from_spreadsheet(std::string_view normalised);
// A household's number as it is kept and compared: as normalised(), but small letters stay, and a spreadsheet's ".0"
// behind digits is dropped (7.0 is 7).
std::string household_number(std::string_view typed);
// 8 of 008: two numbers of which this is the same are easily taken for each other.
std::string without_zeros(std::string_view household_number);
bool is_digit(char c);
bool all_digits(std::string_view text);
// Only for text that is all digits and short.
int number(std::string_view digits);

}  // namespace gulou::people
