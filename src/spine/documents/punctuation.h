// Punctuation as it is printed.
#pragma once

#include <string>
#include <string_view>

namespace gulou::documents {

// , ; : ? ! and brackets next to a Chinese character in their full-width forms (GB/T 15834); between digits, as in
// 2,438 or 9:30, and in addresses they stay. A closing bracket is as wide as its opening one. `text` is valid UTF-8.
std::string full_width_punctuation(std::string_view text);

}  // namespace gulou::documents
