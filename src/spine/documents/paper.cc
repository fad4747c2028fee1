#include "spine/documents/paper.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"
#include "crypto/hash.h"
#include "net/html.h"
#include "spine/documents/paper_stylesheet.h"
#include "spine/documents/punctuation.h"
#include "spine/documents/qr.h"
#include "spine/documents/sheet_check.h"

namespace gulou::documents {
namespace {

using html::Html;

std::string_view stylesheet() { return paper_files().front().text; }

const std::string& stylesheet_name() {
  static const std::string name = "paper-" + crypto::sha256_hex(stylesheet()).substr(0, 12) + ".css";
  return name;
}

// A text as it is printed, its lines broken where it says so.
Html words(std::string_view text) {
  const auto shown = full_width_punctuation(text);
  Html out;
  for (std::size_t at = 0; at <= shown.size();) {
    const auto end = std::min(shown.find('\n', at), shown.size());
    if (at > 0) out += html::render("<br>");
    out += html::text(std::string_view(shown).substr(at, end - at));
    at = end + 1;
  }
  return out;
}

// On one line, for the browser's tab.
std::string title_line(std::string_view title) {
  auto shown = full_width_punctuation(title);
  std::erase(shown, '\n');
  return shown;
}

// A paragraph of class `name`, or nothing.
Html line(std::string_view name, std::string_view text) {
  return text.empty() ? Html() : html::render("<p class=\"{}\">{}</p>\n", name, words(text));
}

// The mark is as large as fits into 156 mm, so its size depends on how long it is.
std::string_view mark_size(std::string_view mark) {
  const auto length = utf8::length(mark);
  return length <= 9 ? "large" : length <= 12 ? "middle" : length <= 16 ? "small" : "smallest";
}

Html head_of(const Paper& paper) {
  if (paper.organ_mark.empty()) return line("number plain", paper.number);
  return html::render("<header class=\"red\"><p class=\"mark {}\">{}</p>\n{}</header>\n", mark_size(paper.organ_mark),
                      words(paper.organ_mark), line("number", paper.number));
}

std::string_view class_of(Align align) {
  return align == Align::left ? "left" : align == Align::right ? "right" : "center";
}

Html table_of(const PaperTable& table) {
  const Html heads = html::each(table.columns, [](const PaperColumn& column) {
    return html::render("<th scope=\"col\">{}</th>", words(column.title));
  });
  const Html rows = html::each(table.rows, [&](const PaperRow& row) {
    Html cells;
    for (std::size_t c = 0; c < row.cells.size(); ++c)
      cells += html::render("<td class=\"{}\">{}</td>", class_of(table.columns[c].align), words(row.cells[c]));
    return html::render("<tr>{}</tr>\n", cells);
  });
  const bool narrow = table.columns.size() > 6;
  return html::render("<div class=\"table\"><table{@}>{}<thead><tr>{}</tr></thead>\n<tbody>{}</tbody></table></div>\n",
                      html::attr_if(narrow, "class", "many"),
                      table.caption.empty() ? Html() : html::render("<caption>{}</caption>", words(table.caption)),
                      heads, rows);
}

// Headings in an annex are one level deeper, below its title.
Html blocks_of(const std::vector<Block>& blocks, bool in_annex) {
  return html::each(blocks, [&](const Block& block) {
    switch (block.kind) {
      case BlockKind::heading_1:
        return in_annex ? html::render("<h3 class=\"one\">{}</h3>\n", words(block.text))
                        : html::render("<h2 class=\"one\">{}</h2>\n", words(block.text));
      case BlockKind::heading_2:
        return in_annex ? html::render("<h4 class=\"two\">{}</h4>\n", words(block.text))
                        : html::render("<h3 class=\"two\">{}</h3>\n", words(block.text));
      case BlockKind::heading_3:
        return in_annex ? html::render("<h5 class=\"three\">{}</h5>\n", words(block.text))
                        : html::render("<h4 class=\"three\">{}</h4>\n", words(block.text));
      case BlockKind::table:
        return block.table ? table_of(*block.table) : Html();
      case BlockKind::paragraph:
        break;
    }
    return html::render("<p>{}</p>\n", words(block.text));
  });
}

// Attachments are numbered if there are several.
std::string number_of(std::size_t index, std::size_t count) { return count > 1 ? std::to_string(index + 1) : ""; }

Html annex_list(const std::vector<Annex>& annexes) {
  if (annexes.empty()) return {};
  Html items;
  for (std::size_t i = 0; i < annexes.size(); ++i) {
    const auto number = number_of(i, annexes.size());
    items += html::render("<li>{}<span>{}</span></li>",
                          number.empty() ? Html() : html::render("<span>{}.</span>", number), words(annexes[i].title));
  }
  return html::render("<div class=\"annexes\"><p>附件\uFF1A</p><ul>{}</ul></div>\n", items);
}

Html code_of(const Paper& paper) {
  const auto code = qr_code(paper.public_address, "二维码：网上查看本文");
  return code ? html::render("<div class=\"code\">{}<p>扫码查看</p></div>", *code) : Html();
}

// The signature at the right, where the seal goes; the code that leads to the web at the left.
Html closing_of(const Paper& paper) {
  const Html code = code_of(paper);
  Html signature = line("organ", paper.organ);
  if (paper.signed_on) signature += line("date", paper.signed_on->text_zh());
  if (code.empty() && signature.empty()) return {};
  // The organ stands centred over the date, which keeps four characters from the edge; a long name needs the room.
  const bool is_long = utf8::length(paper.organ) > 14;
  return html::render("<div class=\"closing\">{}<div class=\"signature{}\">{}</div></div>\n", code,
                      is_long ? " long" : "", signature);
}

Html note_of(const Paper& paper) {
  return paper.note.empty() ? Html() : html::render("<p>\uFF08{}\uFF09</p>\n", words(paper.note));
}

Html fact(std::string_view name, const Html& value) {
  return html::render("<div><dt>{}</dt><dd>{}</dd></div>\n", name, value);
}

// How long it hangs out, whom to ask, where it is on the web.
Html facts_of(const Paper& paper, const std::optional<ExportMark>& mark) {
  Html facts;
  if (paper.publicity)
    facts += fact("公示期",
                  html::text(fmt::format("{}至{}", paper.publicity->from.text_zh(), paper.publicity->to.text_zh())));
  if (!paper.contact.empty()) facts += fact("联系", words(paper.contact));
  if (const auto address = html::Url::parse(paper.public_address); address && !paper.public_address.empty())
    facts += fact("网上查看", html::render("<a href=\"{}\">{}</a>", *address, paper.public_address));
  if (mark) facts += fact("导出", html::text(full_mark(*mark)));
  return facts.empty() ? Html() : html::render("<dl class=\"facts\">{}</dl>\n", facts);
}

Html annexes_of(const std::vector<Annex>& annexes) {
  Html out;
  for (std::size_t i = 0; i < annexes.size(); ++i) {
    if (annexes[i].blocks.empty()) continue;
    out += html::render(
        "<section class=\"annex\"><p class=\"annex-mark\">附件{}</p>\n<h2 class=\"title\">{}</h2>\n{}"
        "</section>\n",
        number_of(i, annexes.size()), words(annexes[i].title), blocks_of(annexes[i].blocks, true));
  }
  return out;
}

Html imprint_of(const Paper& paper) {
  if (paper.copies.empty() && paper.printed_by.empty()) return {};
  Html out;
  if (!paper.copies.empty()) out += html::render("<p class=\"copies\">抄送\uFF1A{}</p>\n", words(paper.copies));
  if (!paper.printed_by.empty()) {
    const auto date = paper.printed_on ? paper.printed_on->text_zh() + "印发" : std::string();
    out += html::render("<p class=\"printed\"><span>{}</span><span>{}</span></p>\n", words(paper.printed_by), date);
  }
  return html::render("<footer class=\"imprint\">{}</footer>\n", out);
}

// Names of 38 characters would run over the table and one another; the whole one is in the mark's full line.
std::string name_across(std::string_view name) {
  constexpr std::size_t most = 16;
  if (utf8::length(name) <= most) return std::string(name);
  std::size_t end = 0;
  for (std::size_t i = 0; i + 1 < most; ++i) end += utf8::sequence_length(name.substr(end));
  return std::string(name.substr(0, end)) + "…";
}

// Across every printed page (the style sheet fixes it there); below the text it is told to those who listen.
Html mark_across(const ExportMark& mark) {
  const auto requester = fmt::format("{} {}", name_across(mark.requester), moment_zh(mark.at));
  const Html lines = html::render("<p><b>{}</b><br>{}</p>", short_mark(mark), requester);
  return html::render("<div class=\"mark-across\" aria-hidden=\"true\">{}{}{}</div>\n", lines, lines, lines);
}

// What only readers of the screen need, and the watermark, whose words are in the style sheet.
Html around(const Paper& paper) {
  const Html hint =
      html::render("<p class=\"screen\">{}</p>\n", words("打印：A4 纸，实际大小（100%），页边距选“默认”。"));
  if (!paper.demo) return hint;
  return html::render("<div class=\"watermark\" aria-hidden=\"true\"></div>\n<p class=\"screen demo\">{}</p>\n{}",
                      words(fmt::format("{}：本文的数字为演示而编造，不是真实统计。", demo_word)), hint);
}

Result<void> check(const std::vector<Block>& blocks) {
  for (const auto& block : blocks) {
    if ((block.kind == BlockKind::table) != block.table.has_value())
      return fail(internal_error("paper: a table block without its table, or another block with one"));
    if (!block.table) continue;
    const auto wrong = [&](const PaperRow& row) { return row.cells.size() != block.table->columns.size(); };
    if (std::ranges::any_of(block.table->rows, wrong))
      return fail(internal_error(fmt::format("paper: table '{}' has rows of another length", block.table->caption)));
  }
  return {};
}

Result<void> check(const Paper& paper) {
  TRY(check(paper.blocks));
  for (const auto& annex : paper.annexes) TRY(check(annex.blocks));
  if (!is_public_address(paper.public_address)) return fail(internal_error("paper: the public address is none"));
  return {};
}

}  // namespace

bool is_public_address(std::string_view text) {
  return text.empty() || ((text.starts_with("https://") || text.starts_with("http://")) && html::Url::parse(text));
}

Result<net::Response> paper_page(const Paper& paper, const std::optional<ExportMark>& mark) {
  TRY(check(paper));
  Html out = html::render(
      "<!doctype html>\n<html lang=\"zh-CN\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width,initial-scale=1\"><title>{}</title><link rel=\"stylesheet\" href=\"/assets/{}\">"
      "</head>\n<body>\n{}{}<main class=\"paper\">\n",
      title_line(paper.title), stylesheet_name(), mark ? mark_across(*mark) : Html(), around(paper));
  out += html::render(
      "{}<h1 class=\"title\">{}</h1>\n{}{}{}{}{}{}{}{}</main>\n</body>\n</html>\n", head_of(paper), words(paper.title),
      paper.addressee.empty() ? Html() : html::render("<p class=\"to\">{}\uFF1A</p>\n", words(paper.addressee)),
      blocks_of(paper.blocks, false), annex_list(paper.annexes), closing_of(paper), note_of(paper),
      facts_of(paper, mark), annexes_of(paper.annexes), imprint_of(paper));
  auto page = net::html_page(std::move(out).take());
  page.leaves = true;
  return page;
}

void add_paper_stylesheet(net::Router& router) {
  router.add(net::StaticFile{.path = "/assets/" + stylesheet_name(),
                             .content_type = "text/css; charset=utf-8",
                             .body = std::string(stylesheet()),
                             .immutable = true});
}

}  // namespace gulou::documents
