#include "net/html.h"

#include <charconv>

#include "base/utf8.h"

namespace gulou::html {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

bool is_unreserved(char c) {
  return detail::is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
}

// What a byte becomes in text and quoted attributes: itself (0), something else, or a question for utf8_sequence.
enum class Class : unsigned char { plain, markup, control, high };
constexpr std::array<Class, 256> classes = [] {
  std::array<Class, 256> table{};
  for (std::size_t c = 0; c < 256; ++c) {
    if (c < 0x20 && c != '\t' && c != '\n' && c != '\r') table[c] = Class::control;
    if (c == 0x7F) table[c] = Class::control;
    if (c >= 0x80) table[c] = Class::high;
  }
  for (const char c : {'&', '<', '>', '"', '\''}) table[static_cast<unsigned char>(c)] = Class::markup;
  return table;
}();

std::string_view entity(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    default:
      return "&#39;";
  }
}

void append_text(std::string& out, std::string_view text) {
  std::size_t copied = 0;  // everything before is in `out`
  std::size_t at = 0;
  const auto replace = [&](std::size_t length, std::string_view by) {
    out.append(text, copied, at - copied);
    out += by;
    at += length;
    copied = at;
  };
  while (at < text.size()) {
    switch (classes[static_cast<unsigned char>(text[at])]) {
      case Class::plain:
        ++at;
        break;
      case Class::markup:
        replace(1, entity(text[at]));
        break;
      case Class::control:
        replace(1, replacement);
        break;
      case Class::high: {
        const auto length = utf8::sequence_length(text.substr(at, 4));
        const bool c1_control = length == 2 && text[at] == '\xC2' && static_cast<unsigned char>(text[at + 1]) < 0xA0;
        if (length == 0 || c1_control)
          replace(length == 0 ? 1 : 2, replacement);
        else
          at += length;
        break;
      }
    }
  }
  out.append(text, copied, at - copied);
}

void append_url_part(std::string& out, std::string_view text) {
  constexpr char digits[] = "0123456789ABCDEF";
  for (const char c : text) {
    if (is_unreserved(c)) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += digits[byte >> 4];
    out += digits[byte & 15];
  }
}

}  // namespace

std::optional<Url> Url::parse(std::string_view text) {
  for (const char c : text)
    if (static_cast<unsigned char>(c) <= 0x20 || c == 0x7F || c == '\\') return std::nullopt;
  if (!utf8::is_valid(text)) return std::nullopt;
  if (text.starts_with('/')) return text.starts_with("//") ? std::nullopt : std::optional(Url(text));
  if (text.starts_with('?') || text.starts_with('#')) return Url(text);
  const auto colon = text.find(':');
  if (colon == text.npos) return std::nullopt;
  constexpr std::string_view schemes[] = {"http", "https", "mailto", "tel"};
  return detail::one_of(text.substr(0, colon), schemes) ? std::optional(Url(text)) : std::nullopt;
}

Attr::Attr(AttrName name) : text_(" ") { text_ += name.view(); }

Attr::Attr(AttrName name, std::string_view value) : Attr(name) {
  text_ += "=\"";
  append_text(text_, value);
  text_ += '"';
}

void Argument::append_to(std::string& out, Place place) const {
  if (is_integer_) {
    char digits[20];
    const auto end = std::to_chars(digits, digits + sizeof digits, number_).ptr;
    if (negative_) out += '-';
    out.append(digits, end);
  } else if (place == Place::tag || is_html_) {
    out += text_;
  } else if (place == Place::url_part) {
    append_url_part(out, text_);
  } else {
    append_text(out, text_);
  }
}

Html render_checked(std::string_view text, std::span<const Hole> holes, std::span<const Argument> arguments) {
  std::size_t size = text.size();
  for (const auto& argument : arguments) size += argument.size_hint();
  Html html;
  html.text_.reserve(size);
  std::size_t at = 0;
  for (std::size_t i = 0; i < holes.size(); ++i) {
    html.text_ += text.substr(at, holes[i].begin - at);
    arguments[i].append_to(html.text_, holes[i].place);
    at = holes[i].end;
  }
  html.text_ += text.substr(at);
  return html;
}

Html join(std::span<const Html> parts, const Html& separator) {
  Html out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out += separator;
    out += parts[i];
  }
  return out;
}

}  // namespace gulou::html
