// Names as people mean them: upper and lower case, full-width and half-width forms are one.
#pragma once

#include <string>
#include <string_view>

namespace gulou {

// The form in which two names are the same name: NFKC with case folding (Unicode's NFKC_Casefold, which also drops
// invisible characters such as zero-width joiners), without white space at both ends. For comparing and for unique
// keys, never for showing. "" for text that is not UTF-8.
std::string fold_name(std::string_view name);

}  // namespace gulou
