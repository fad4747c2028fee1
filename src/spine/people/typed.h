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
bool is_digit(char c);
bool all_digits(std::string_view text);
// Only for text that is all digits and short.
int number(std::string_view digits);

}  // namespace gulou::people
