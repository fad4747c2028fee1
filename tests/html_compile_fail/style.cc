// expect: hole_in_style
#include "net/html.h"
using namespace gulou::html;
const Html html = render("<style>p { color: {} }</style>", "a");
