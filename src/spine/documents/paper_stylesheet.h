// web/paper/paper.css, compiled into the program.
#pragma once

#include <string_view>

namespace gulou::documents {

std::string_view paper_stylesheet_text();

}  // namespace gulou::documents
