#version 330 core
// Colours from ids: the only thing drawn anew when classes, palette or measurement change. Software rendering pays per
// fetch and takes every branch, so there are few of the former and none of the latter.
uniform usampler2D ids;      // row + 1 by pixel; 0 is nothing
uniform usampler2D looks;    // by row, 2048 to a line: class byte, and how it is shown
uniform sampler2D swatches;  // colour by look, and by place in a pattern: 6 x 6 units, one after the other
uniform float unit;          // pixels of a pattern's unit
uniform vec4 ground;         // where there is no area; alpha 0: what lies under shows
uniform float opacity;       // of areas, over what lies under them
#ifdef LINES
uniform ivec2 last;          // pixel, the lower right one
uniform int stride;          // width of lines, pixels
uniform vec4 line;           // between areas
uniform vec4 coast;          // between areas and nothing
#endif
#ifdef OVER
uniform sampler2D over;      // what lies on the areas, colours multiplied by alpha
uniform int factor;          // pixels to one of it
#endif
#ifdef UNDER
uniform sampler2D under;     // likewise, under them
uniform vec4 bare;           // where nothing lies there either
#endif
#ifdef FADE
uniform usampler2D before;   // looks to fade from
uniform float fade;          // part of the new ones
#endif
out vec4 colour;

int look(uint id) {
    int row = max(int(id) - 1, 0);
    return int(texelFetch(looks, ivec2(row & 2047, row >> 11), 0).r);
}

void main() {
    ivec2 pixel = ivec2(gl_FragCoord.xy);
    uint id = texelFetch(ids, pixel, 0).r;
    int code = look(id);
    ivec2 place = ivec2(mod(floor(gl_FragCoord.xy / unit) + 0.5, 6.0));
    vec4 fill = texelFetch(swatches, ivec2(code, place.y * 6 + place.x), 0);
#ifdef FADE
    int row = max(int(id) - 1, 0);
    int was = int(texelFetch(before, ivec2(row & 2047, row >> 11), 0).r);
    fill = mix(texelFetch(swatches, ivec2(was, place.y * 6 + place.x), 0), fill, fade);
#endif
    colour = id == 0u ? ground : vec4(fill.rgb, opacity);
#ifdef LINES
    uint right = texelFetch(ids, ivec2(min(pixel.x + stride, last.x), pixel.y), 0).r;
    uint below = texelFetch(ids, ivec2(pixel.x, min(pixel.y + stride, last.y)), 0).r;
    vec4 border = min(id, min(right, below)) == 0u ? coast : line;
    colour = mix(colour, vec4(border.rgb, 1), right != id || below != id ? border.a : 0.0);
#endif
#ifdef TRAIL
    // Around what changed class: between two such areas too, as each changed by itself.
    ivec4 codes = ivec4(code, look(right), look(below), 0);
    bvec4 changed = bvec4(id != 0u && codes.x >= 128 && codes.x < 250, right != 0u && codes.y >= 128 && codes.y < 250,
                          below != 0u && codes.z >= 128 && codes.z < 250, false);
    bool outlined = (right != id && (changed.x || changed.y)) || (below != id && (changed.x || changed.z));
    colour = outlined ? vec4(0.12, 0.13, 0.2, 1) : colour;
#endif
#ifdef UNDER
    vec4 low = texelFetch(under, pixel / factor, 0);
    colour = vec4(mix(low.rgb + bare.rgb * (1.0 - low.a), colour.rgb, colour.a), 1);
#endif
#ifdef OVER
    vec4 top = texelFetch(over, pixel / factor, 0);
    colour.rgb = colour.rgb * (1.0 - top.a) + top.rgb;
#endif
}
