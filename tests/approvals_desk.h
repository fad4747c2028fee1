// For tests of exports: asking for a roll, agreeing to it, taking it.
#pragma once

#include "people_desk.h"
#include "spine/documents/approval.h"
#include "spine/documents/archive.h"

namespace gulou {

class ApprovalsDesk : public PeopleDesk {
 protected:
  // A body for /api/people/export, without the request that was agreed to. `group` "": the whole village.
  static std::string roll(std::string_view village, bool whole = false, std::string_view group = "",
                          std::string_view note = "县里核对人口数", std::string_view purpose = "check") {
    const auto of = group.empty() ? std::string("null") : fmt::format("\"{}\"", group);
    return fmt::format(R"({{"village":"{}","group":{},"purpose":"{}","note":"{}","whole_numbers":{}}})", village, of,
                       purpose, note, whole);
  }
  static net::Response take(TestBrowser& by, const std::string& body, std::optional<Id> approval = {}) {
    if (!approval) return by.post("/api/people/export", body);
    return by.post("/api/people/export",
                   fmt::format(R"({},"approval":"{}"}})", body.substr(0, body.size() - 1), approval->text()));
  }
  static net::Response ask(TestBrowser& by, const std::string& body) {
    return by.post("/api/people/export/requests", body);
  }
  static net::Response decide(TestBrowser& by, const documents::ExportRequestAnswer& request, std::string_view action,
                              std::optional<std::int64_t> version = {}, std::string reason = {}) {
    return by.post(fmt::format("/api/export-requests/{}/{}", request.id.text(), action),
                   json::write(documents::DecideExport{version.value_or(request.version), std::move(reason)}));
  }
  // Asked for by the one, agreed to by the other.
  static documents::ExportRequestAnswer agreed(TestBrowser& clerk, TestBrowser& approver, const std::string& body) {
    const auto asked = read<documents::ExportRequestAnswer>(ask(clerk, body));
    return read<documents::ExportRequestAnswer>(decide(approver, asked, "agree"));
  }
  static std::string part(const std::string& workbook, std::string_view name) {
    const auto archive = documents::Archive::open(workbook);
    if (!archive) return {};
    return archive->read(name, 10'000'000).value_or("");
  }
};

}  // namespace gulou
