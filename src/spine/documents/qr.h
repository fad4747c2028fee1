// QR codes (ISO/IEC 18004) as pictures in HTML. Only qr.cc and its test know libqrencode.
#pragma once

#include <optional>
#include <string_view>

#include "net/html.h"

namespace gulou::documents {

// Error correction level M, with the quiet zone of four modules around it; `label` is what is read aloud.
// nullopt if the text is empty or too long for a QR code (2,331 bytes).
std::optional<html::Html> qr_code(std::string_view text, std::string_view label);

}  // namespace gulou::documents
