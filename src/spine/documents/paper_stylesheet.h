// web/paper/paper.css, compiled into the program.
#pragma once

#include <span>

#include "base/embedded.h"

namespace gulou::documents {

std::span<const EmbeddedFile> paper_files();

}  // namespace gulou::documents
