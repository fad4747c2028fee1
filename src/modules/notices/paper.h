// The notice for the board in the village: one A4 sheet, with a code that leads to the page on which it is read out.
#pragma once

#include <string>
#include <string_view>

#include "modules/notices/model.h"
#include "spine/documents/paper.h"

namespace gulou::notices {

// `origin`: of the public pages, e.g. "https://gulou.example".
documents::Paper notice_paper(const PublicNotice& notice, std::string_view origin);

}  // namespace gulou::notices
