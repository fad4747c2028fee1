// UTF-8 (GB 18030-2022 needs four-byte code points from end to end; lengths are counted in code points).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gulou::utf8 {

// Bytes of the well-formed sequence that `text` begins with; 0 if it begins with none.
std::size_t sequence_length(std::string_view text);
// Well-formed by RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
bool is_valid(std::string_view text);
// The code point of a well-formed sequence.
char32_t code_point(std::string_view sequence);
// Code points in valid UTF-8.
std::size_t length(std::string_view text);
void append(std::string& text, char32_t code_point);
// Without white space at both ends: ASCII's, U+3000 (the ideographic space) and U+FEFF.
std::string_view trim(std::string_view text);

}  // namespace gulou::utf8
