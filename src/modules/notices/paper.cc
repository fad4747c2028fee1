#include "modules/notices/paper.h"

#include <fmt/format.h>

namespace gulou::notices {

documents::Paper notice_paper(const PublicNotice& notice, std::string_view origin) {
  documents::Paper paper{.title = notice.title,
                         .organ = notice.unit.name,
                         .signed_on = notice.from_on,
                         .publicity = documents::Publicity{notice.from_on, notice.until_on},
                         .contact = notice.contact,
                         .public_address = fmt::format("{}/notices/{}", origin, notice.id.text()),
                         .demo = notice.is_demo};
  for (const auto& each : paragraphs_of(notice.text)) paper.blocks.push_back(documents::paragraph(std::string(each)));
  if (!notice.recordings.empty()) {
    std::string languages;
    for (const auto& each : notice.recordings) {
      const auto label = label_of(each.language).zh;
      if (languages.find(label) == std::string::npos) languages += (languages.empty() ? "" : "、") + label;
    }
    paper.note = fmt::format("扫码可听{}录音", languages);
  }
  return paper;
}

}  // namespace gulou::notices
